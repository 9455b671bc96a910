package dev.belay.torch.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenizerComponentsTest {

  /** The set-ups of SmolLM2, Llama 2 and 3, Qwen, Mistral, Gemma, Falcon and GPT-NeoX. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "normalizer | null",
        "normalizer | {'type':'NFC'}",
        "normalizer | {'type':'Replace','pattern':{'String':' '},'content':'▁'}",
        "normalizer | {'type':'Sequence','normalizers':[{'type':'Prepend','prepend':'▁'},"
            + "{'type':'Replace','pattern':{'String':' '},'content':'▁'}]}",
        "pre_tokenizer | {'type':'Sequence','pretokenizers':[{'type':'Digits',"
            + "'individual_digits':true},{'type':'ByteLevel','add_prefix_space':false}]}",
        "pre_tokenizer | {'type':'Sequence','pretokenizers':[{'type':'Split','pattern':"
            + "{'Regex':'\\\\p{N}{1,3}'},'behavior':'Isolated','invert':false}]}",
        "pre_tokenizer | {'type':'Metaspace','replacement':'▁','prepend_scheme':'first'}",
        "pre_tokenizer | {'type':'Sequence','pretokenizers':[{'type':'Punctuation'}]}",
        "post_processor | {'type':'Sequence','processors':[{'type':'ByteLevel'},"
            + "{'type':'TemplateProcessing','single':[{'SpecialToken':{'id':'<s>'}},"
            + "{'Sequence':{'id':'A','type_id':0}}],'special_tokens':"
            + "{'<s>':{'id':'<s>','ids':[1],'tokens':['<s>']}}}]}",
        "decoder | {'type':'Sequence','decoders':[{'type':'Replace','pattern':{'String':'▁'},"
            + "'content':' '},{'type':'ByteFallback'},{'type':'Fuse'},"
            + "{'type':'Strip','content':' ','start':1,'stop':0}]}",
        "decoder | {'type':'ByteLevel'}",
        "added_tokens | [{'id':0}]",
      })
  void whatKnownModelsUseIsAllowed(String section, String json) throws JsonProcessingException {
    var node = new ObjectMapper().readTree(json.replace('\'', '"'));
    assertThat(TokenizerComponents.problem(section, node)).isEmpty();
  }

  @Test
  void aProblemNamesThePlaceAndWhatIsAllowed() throws JsonProcessingException {
    var node =
        new ObjectMapper()
            .readTree(
                "{\"type\":\"Sequence\",\"decoders\":[{\"type\":\"Fuse\"},{\"type\":\"CTC\"}]}");
    assertThat(TokenizerComponents.problem("decoder", node).orElseThrow())
        .startsWith("decoder.decoders.type is \"CTC\"; supported are ByteFallback, ByteLevel,");
  }
}
