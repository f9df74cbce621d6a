//! `wdectl init`: a small deployment to begin with.

use std::io::Write as _;

use anyhow::bail;

use super::args::Init;
use super::exit::Exit;
use super::files;
use super::terminal::Terminal;

/// The files of a new deployment.
const FILES: [(&str, &str); 3] = [
    (super::settings::FILE, include_str!("starter/wdectl.toml")),
    ("deployment.yaml", include_str!("starter/deployment.yaml")),
    ("scenarios/hold.yaml", include_str!("starter/scenarios/hold.yaml")),
];

/// Writes the files, or none of them where one is there already.
pub(super) fn run(command: &Init, terminal: &mut Terminal) -> anyhow::Result<Exit> {
    let folder = &command.folder;
    let there: Vec<String> = FILES
        .iter()
        .map(|(name, _)| folder.join(name))
        .filter(|path| files::is_there(path))
        .map(|path| format!("`{}`", files::shown(&path)))
        .collect();
    if let Some((last, before)) = there.split_last() {
        let named =
            if before.is_empty() { last.clone() } else { format!("{} and {last}", before.join(", ")) };
        let verb = if before.is_empty() { "is" } else { "are" };
        bail!("{named} {verb} there already, and nothing is overwritten; name another folder");
    }
    for (name, text) in FILES {
        let path = folder.join(name);
        files::make_folder(path.parent().unwrap_or(folder))?;
        if !files::write_new(&path, text.as_bytes())? {
            bail!("`{}` came into being meanwhile; it is left as it is", files::shown(&path));
        }
        writeln!(terminal.out, "wrote {}", files::shown(&path))?;
    }
    let here = files::shown(folder);
    let (path, of) = if here == "." {
        (String::new(), String::new())
    } else {
        (format!(" {here}"), format!(" -d {here}"))
    };
    writeln!(
        terminal.out,
        "\nnext:\n  wdectl check{path}\n  wdectl chat ready{of} --all\n  wdectl chat run{path}\n  wdectl chat verify{of}"
    )?;
    Ok(Exit::Yes)
}
