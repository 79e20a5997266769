/* The chip's random numbers.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cstddef>
#include <unistd.h>

#ifndef ESP32
#error "This header belongs to the ESP32 core"
#endif

inline void esp_fill_random (void *out, size_t n) { if (getentropy (out, n) != 0) _exit (1); }
