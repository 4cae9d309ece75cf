#!/bin/busybox sh
# shellcheck shell=dash
# The first program of a Linux guest for tests: counts on its console until its power button is
# pressed.
/bin/busybox --install -s /bin
mkdir -p /var/log /var/run  # of acpid
mount -t devtmpfs dev /dev
for module in /modules/*; do insmod "$module"; done
acpid
count=0
while :; do
  count=$((count + 1))
  echo "count=$count"
  sleep 0.2
done
