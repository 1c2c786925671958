#!/bin/sh
# Stands for a password manager: prints the secret of a name.
case "$1" in
  environment-file) echo ../nice/team.env ;;
  *) echo "no secret $1" >&2; exit 1 ;;
esac
