//! What the functions need of a cloud, and its stand-ins on one machine.
