//! Tells people what happened: once, in their language, only where they want it.
