"""core.* as arrays → scoring → core.*: what is read for a judgement, and where it is written down."""
