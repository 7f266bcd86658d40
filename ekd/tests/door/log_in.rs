//! Coming in, step by step.
