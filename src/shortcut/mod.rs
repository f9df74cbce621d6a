//! Key combinations: parse, judge, print.
