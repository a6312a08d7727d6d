#!/bin/sh
# Copies a source to each destination, and holds what they then list against each other.
#   copy.sh SOURCE DESTINATION...
# RCLONE_CONFIG_* say what the remotes are; COPY is copy, or sync, which also deletes; DATED is the folder below each
# destination, as date(1) writes it.
set -u
source=$1
shift

found=$(rclone size --json "$source") || {
  echo "FAILED: $source cannot be listed; the lines above say why. Nothing was copied." >&2
  exit 1
}
case $found in
*'"count":0,'*)
  echo "FAILED: $source has no files. Nothing was copied, and nothing deleted." >&2
  exit 1
  ;;
esac

folder=$(date "+${DATED:-}")
one_way=--one-way # what is at a destination beside the copies is no difference
[ "$COPY" = sync ] && one_way=

failed=0
for destination; do
  to=$destination$folder
  if ! rclone "$COPY" "$source" "$to"; then
    echo "FAILED: $source is not copied to $to; the lines above say why." >&2
    failed=1
  elif ! rclone check $one_way "$source" "$to"; then
    echo "FAILED: $to differs from $source; the lines above name the files." >&2
    failed=1
  else
    echo "$to has what $source has."
  fi
done
exit $failed
