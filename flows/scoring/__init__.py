"""The judge: arrays in, frozen results out. Knows numpy and the normal and t distributions, nothing else."""
