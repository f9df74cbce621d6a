//! Colours.

use super::ValueError;
use super::error::around;

const FORM: &str =
    "write `#` and two digits each for opacity (`FF` is opaque), red, green and blue, as in `#FFFFBA00`";

/// `#AARRGGBB`, the only form that is documented.
pub(in crate::catalogue) fn colour(value: &str) -> Vec<ValueError> {
    around(value, |bare| {
        let all = 0..bare.len();
        let Some(digits) = bare.strip_prefix('#') else {
            return if bare.is_empty() { Vec::new() } else { vec![without_sign(bare)] };
        };
        let wrong = digits.char_indices().find(|(_, character)| !character.is_ascii_hexdigit());
        if let Some((at, wrong)) = wrong {
            let range = at + 1..at + 1 + wrong.len_utf8();
            return vec![ValueError::new(range, format!("`{wrong}` is not a hexadecimal digit")).help(FORM)];
        }
        match digits.len() {
            8 => Vec::new(),
            6 => {
                let help = format!("write `#FF{digits}` for the opaque colour");
                let error = ValueError::new(all, "a colour without opacity is not documented").warning();
                vec![error.write(1..1, "FF").help(help)]
            }
            count => {
                vec![ValueError::new(all, format!("a colour has 8 digits, this one {count}")).help(FORM)]
            }
        }
    })
}

fn without_sign(value: &str) -> ValueError {
    let all = 0..value.len();
    let digits = value.strip_prefix("0x").or_else(|| value.strip_prefix("0X")).unwrap_or(value);
    if digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return ValueError::new(all.clone(), "a colour begins with `#`").write(all, format!("#{digits}"));
    }
    ValueError::new(all, format!("`{value}` is not a colour")).help(FORM)
}
