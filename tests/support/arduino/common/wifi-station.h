/* The WiFi object that both cores have: connected from the third look at its status on.
   SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "WiFiClient.h"

typedef enum { WL_IDLE_STATUS = 0, WL_NO_SSID_AVAIL = 1, WL_CONNECTED = 3, WL_CONNECT_FAILED = 4, WL_DISCONNECTED = 6 } wl_status_t;
typedef enum { WIFI_OFF = 0, WIFI_STA = 1, WIFI_AP = 2, WIFI_AP_STA = 3 } WiFiMode_t;

class WiFiClass
{
public:
  bool mode (WiFiMode_t mode) { (void) mode; return true; }
  void setSleep (bool on) { (void) on; }
  void setAutoReconnect (bool on) { (void) on; }
  void persistent (bool on) { (void) on; }
  IPAddress localIP () { return IPAddress (192, 168, 1, 50); }
  String macAddress () { return "00:11:22:33:44:55"; }
  int8_t RSSI () { return -60; }
  bool isConnected () { return status () == WL_CONNECTED; }
  bool disconnect () { stub::wifi_begun = false; looks = 0; return true; }

  wl_status_t
  begin (const char *ssid,
         const char *password = nullptr)
  {
    (void) password;
    stub::note ("wifi", ssid);
    return WL_DISCONNECTED;
  }

  wl_status_t
  status ()
  {
    stub::wifi_begun = ++looks >= 3;
    return stub::wifi_begun ? WL_CONNECTED : WL_DISCONNECTED;
  }

private:
  int looks = 0;
};

inline WiFiClass WiFi;
