//! Bytes before and after, for what people look at.
