/* What every sketch for the chip has; newer cores keep random numbers in a header of their own.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#ifndef ESP32
#error "This header belongs to the ESP32 core"
#endif
