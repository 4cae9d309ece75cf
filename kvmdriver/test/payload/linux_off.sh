#!/bin/sh
# What the power button does.
echo "the power button" >/dev/console
poweroff -f
