#!/bin/bash
# One cell of a sweep a task of a Slurm array (docs/sweep.md):
#
#   sbatch --array=0-11%4 dev/sweep/slurm.sh SWEEP DIR
#
# BELAY names the launcher, where it is neither in the folder of the submission nor on the PATH.
#SBATCH --job-name=belay-sweep
#SBATCH --cpus-per-task=4
#SBATCH --mem=8G
#SBATCH --time=02:00:00
#SBATCH --signal=B:TERM@120
set -euo pipefail

sweep=${1:?the file of the sweep}
dir=${2:?the folder of the sweep, which all nodes see}
belay=${BELAY:-./belay}
[ -x "$belay" ] || belay=belay

# exec: Slurm's signals reach the cell, which then saves its state.
exec "$belay" sweep cell "$sweep" "${SLURM_ARRAY_TASK_ID:?run this as an array job}" \
  --out "$dir" --cores "${SLURM_CPUS_PER_TASK:-1}"
