package dev.belay.core.verify.math;

import dev.belay.core.verify.math.Expr.Num;
import dev.belay.core.verify.math.Value.Ambiguous;
import dev.belay.core.verify.math.Value.Labelled;
import dev.belay.core.verify.math.Value.Matrix;
import dev.belay.core.verify.math.Value.Named;
import dev.belay.core.verify.math.Value.Numeral;
import dev.belay.core.verify.math.Value.Ordered;
import dev.belay.core.verify.math.Value.Ratio;
import dev.belay.core.verify.math.Value.Region;
import dev.belay.core.verify.math.Value.Relation;
import dev.belay.core.verify.math.Value.Scalar;
import dev.belay.core.verify.math.Value.Unordered;
import dev.belay.core.verify.math.Value.Verbatim;
import dev.belay.core.verify.math.Value.Words;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether an answer means what a reference does; the conventions are those of {@link
 * MathAnswer}.
 */
final class Values {
  private final Budget budget;
  private final Expressions expressions;
  private final Scalars scalars;
  private final Compounds compounds;
  private final Relations relations;

  Values(Budget budget) {
    this.budget = budget;
    this.expressions = new Expressions(budget);
    this.scalars = new Scalars(expressions);
    this.compounds = new Compounds(this);
    this.relations = new Relations(expressions, budget);
  }

  Equality compare(Value reference, Value answer) {
    budget.spend(1);
    if (reference instanceof Verbatim(String shown)) {
      return answer instanceof Verbatim(String other) && shown.equals(other)
          ? Equality.EQUAL
          : Equality.UNKNOWN;
    }
    if (answer instanceof Verbatim) {
      return Equality.UNKNOWN;
    }
    if (reference instanceof Ambiguous(Value likely, Value also, boolean asReference)) {
      Equality first = compare(likely, answer);
      return asReference ? first.or(compare(also, answer)) : first;
    }
    if (answer instanceof Ambiguous(Value likely, Value also, boolean asReference)) {
      return compare(reference, likely).or(compare(reference, also));
    }
    if (reference instanceof Labelled || answer instanceof Labelled) {
      return labelled(reference, answer);
    }
    if (reference instanceof Named || answer instanceof Named) {
      return named(reference, answer);
    }
    return unwrapped(reference, answer);
  }

  /** Options are equal by their letters where both have one, else by what they say. */
  private Equality labelled(Value reference, Value answer) {
    if (reference instanceof Labelled(String letter, Value content)) {
      if (answer instanceof Labelled(String other, Value said)) {
        return Equality.of(letter.equals(other));
      }
      return isLetter(answer, letter) ? Equality.EQUAL : compare(content, answer);
    }
    if (answer instanceof Labelled(String letter, Value content)) {
      return isLetter(reference, letter) ? Equality.EQUAL : compare(reference, content);
    }
    return Equality.UNKNOWN;
  }

  private static boolean isLetter(Value value, String letter) {
    return value instanceof Scalar(Expr.Sym(String name), Unit unit, boolean percent)
        && name.equals(letter);
  }

  private Equality named(Value reference, Value answer) {
    if (reference instanceof Named first && answer instanceof Named second) {
      return named(first, second);
    }
    if (reference instanceof Named(String name, Expr left, Value value)) {
      return answer instanceof Relation relation
          ? relations.compare(relations.equation((Named) reference), relation)
          : compare(value, answer);
    }
    if (answer instanceof Named(String name, Expr left, Value value)) {
      return reference instanceof Relation relation
          ? relations.compare(relation, relations.equation((Named) answer))
          : compare(reference, value);
    }
    return Equality.UNKNOWN;
  }

  private Equality named(Named a, Named b) {
    if (a.name().equalsIgnoreCase(b.name())) {
      return compare(a.value(), b.value());
    }
    Relation first = relations.equation(a);
    Relation second = relations.equation(b);
    boolean curves =
        first != null
            && second != null
            && Points.variables(first.difference()).size() > 1
            && Points.variables(second.difference()).size() > 1;
    if (curves) {
      return relations.compare(first, second);
    }
    boolean variables = isVariable(a.name()) && isVariable(b.name());
    Equality values = compare(a.value(), b.value());
    return values == Equality.EQUAL && !variables ? Equality.UNKNOWN : Equality.DIFFERENT;
  }

  private static boolean isVariable(String name) {
    return name.length() == 1 || name.indexOf('_') == 1;
  }

  private Equality unwrapped(Value reference, Value answer) {
    if (reference instanceof Unordered(List<Value> items, boolean set)
        && items.size() == 1
        && !(answer instanceof Unordered)) {
      return compare(items.getFirst(), answer);
    }
    if (answer instanceof Unordered(List<Value> items, boolean set)
        && items.size() == 1
        && !(reference instanceof Unordered)) {
      return compare(reference, items.getFirst());
    }
    if (answer instanceof Unordered(List<Value> items, boolean set)
        && set
        && !items.isEmpty()
        && reference instanceof Scalar) {
      return Equality.all(items, item -> compare(reference, item));
    }
    return switch (reference) {
      case Scalar scalar -> scalar(scalar, answer);
      case Numeral numeral -> numeral(numeral, answer);
      case Ordered ordered -> compounds.ordered(ordered, answer);
      case Unordered unordered -> compounds.unordered(unordered, answer);
      case Region region -> region(region, answer);
      case Matrix matrix -> compounds.matrix(matrix, answer);
      case Relation relation -> relation(relation, answer);
      case Ratio ratio -> ratio(ratio, answer);
      case Words words -> words(words, answer);
      default -> Equality.UNKNOWN;
    };
  }

  private Equality scalar(Scalar reference, Value answer) {
    return switch (answer) {
      case Scalar other -> scalars.compare(reference, other);
      case Numeral(String digits, Rational base) -> {
        Rational value = Numerals.value(digits, base);
        yield value == null
            ? Equality.UNKNOWN
            : scalars.compare(reference, Scalar.of(new Num(value)));
      }
      case Words(String normal, Expr product) -> productOf(reference, product);
      case Ratio ratio -> ratio(ratio, reference);
      case Relation(TokenType type, Expr difference, Expr right) ->
          right == null || scalars.compare(reference, Scalar.of(Num.of(0))) != Equality.DIFFERENT
              ? Equality.DIFFERENT
              : scalars.compare(reference, Scalar.of(right));
      default -> Equality.DIFFERENT;
    };
  }

  private Equality productOf(Scalar reference, @Nullable Expr product) {
    return product == null ? Equality.DIFFERENT : scalars.compare(reference, Scalar.of(product));
  }

  /** Digits without their base are those of the base that the question names. */
  private Equality numeral(Numeral reference, Value answer) {
    Rational value = Numerals.value(reference.digits(), reference.base());
    if (answer instanceof Numeral other) {
      Rational second = Numerals.value(other.digits(), other.base());
      boolean same = value != null && value.equals(second);
      return same && !reference.base().equals(other.base()) ? Equality.UNKNOWN : Equality.of(same);
    }
    if (!(answer instanceof Scalar scalar) || value == null) {
      return Equality.DIFFERENT;
    }
    Rational asDecimal = Numerals.value(reference.digits(), Rational.of(10, 1));
    if (asDecimal != null
        && scalars.compare(Scalar.of(new Num(asDecimal)), scalar) == Equality.EQUAL) {
      return Equality.EQUAL;
    }
    Equality byValue = scalars.compare(Scalar.of(new Num(value)), scalar);
    return byValue == Equality.EQUAL ? Equality.UNKNOWN : byValue;
  }

  private Equality region(Region reference, Value answer) {
    Region other = Regions.region(answer);
    return other == null ? Equality.DIFFERENT : new Regions(budget).compare(reference, other);
  }

  private Equality relation(Relation reference, Value answer) {
    if (answer instanceof Relation other) {
      return relations.compare(reference, other);
    }
    boolean named =
        reference.right() != null && Points.variables(reference.difference()).size() == 1;
    return named && answer instanceof Scalar scalar && reference.right() != null
        ? scalar(scalar, reference)
        : Equality.DIFFERENT;
  }

  private Equality ratio(Ratio reference, Value answer) {
    if (answer instanceof Ratio other) {
      return compounds.ratios(reference, other);
    }
    if (!(answer instanceof Scalar scalar) || reference.parts().size() != 2) {
      return Equality.DIFFERENT;
    }
    Expr quotient = Expr.quotient(reference.parts().getFirst(), reference.parts().getLast());
    Equality equal = scalars.compare(Scalar.of(quotient), scalar);
    return equal == Equality.EQUAL && reference.mayBeTime() ? Equality.UNKNOWN : equal;
  }

  private Equality words(Words reference, Value answer) {
    if (answer instanceof Scalar scalar) {
      return reference.product() == null
          ? Equality.DIFFERENT
          : scalars.compare(Scalar.of(reference.product()), scalar);
    }
    if (!(answer instanceof Words(String normal, Expr product))) {
      return Equality.DIFFERENT;
    }
    if (reference.normal().equals(normal.toLowerCase(Locale.ROOT))) {
      return Equality.EQUAL;
    }
    if (reference.product() == null || product == null) {
      return Equality.DIFFERENT;
    }
    Equality products = expressions.compare(reference.product(), product);
    return products == Equality.EQUAL && normal.length() > 2 ? Equality.UNKNOWN : products;
  }

  Expressions expressions() {
    return expressions;
  }

  Budget budget() {
    return budget;
  }
}
