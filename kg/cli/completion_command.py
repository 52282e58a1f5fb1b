"""``kg completion``: what makes a shell complete commands, options and names."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from kg.cli.options import output_option

__all__ = ["completion_command"]

_SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
@output_option()
def completion_command(shell: str, output: str) -> None:
    """Write the script with which SHELL completes commands, options and names.

    It completes things of the graph by any of their names, articles, relations and metrics, saved questions, formats.
    Put it where the shell looks for completions, or have its start-up file read it: eval "$(kg completion bash)" in
    ~/.bashrc, eval "$(kg completion zsh)" in ~/.zshrc, kg completion fish | source in ~/.config/fish/config.fish.
    Things and articles are those of the graph that the command would read.

    \b
    kg completion bash -o kg.bash
    kg completion zsh
    kg completion fish
    """  # noqa: D301 (click reads the \b)
    from kg.graph import write_file

    root = click.get_current_context().find_root().command
    maker = get_completion_class(shell)
    assert maker is not None
    write_file(output, [f"{maker(root, {}, 'kg', '_KG_COMPLETE').source().strip()}\n".encode()])
