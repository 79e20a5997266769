/* The man page of fernlight-cli: its lists of codes are the program's, in both directions.
 *
 * tests/live/man-page.py compares options and JSON keys.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <string.h>

#include "crypto/fl-fernet.h"
#include "devices/fl-device-enums.h"
#include "mqtt/fl-link-fault.h"
#include "tls/fl-reason.h"

static char *
read_page (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "fernlight-cli.1", NULL);
  g_autofree char *text = NULL;
  g_auto(GStrv) parts = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  parts = g_strsplit (text, "\\-", -1);
  return g_strjoinv ("-", parts);
}

/* The codes in bold below a heading, several of them on a line between ".B " and "\fR, \fB". */
static GPtrArray *
codes_below (const char *page,
             const char *heading)
{
  g_autofree char *begin = g_strdup_printf ("\n.SS %s\n", heading);
  const char *from = strstr (page, begin);
  g_auto(GStrv) lines = NULL;
  GPtrArray *codes = g_ptr_array_new_with_free_func (g_free);

  g_assert_nonnull (from);
  from += strlen (begin);
  lines = g_strsplit (from, "\n", -1);
  for (char **line = lines; *line != NULL && !g_str_has_prefix (*line, ".S"); line++)
    {
      g_auto(GStrv) words = NULL;

      if (line == lines || !g_str_equal (line[-1], ".TP") || !g_str_has_prefix (*line, ".B "))
        continue;
      words = g_strsplit (*line + strlen (".B "), "\\fR, \\fB", -1);
      for (char **word = words; *word != NULL; word++)
        g_ptr_array_add (codes, g_strdup (*word));
    }
  return codes;
}

static void
take_code (GPtrArray  *codes,
           const char *code)
{
  guint i;

  g_test_message ("%s", code);
  g_assert_true (g_ptr_array_find_with_equal_func (codes, code, g_str_equal, &i));
  g_ptr_array_remove_index (codes, i);
}

static void
assert_empty (GPtrArray *codes)
{
  for (guint i = 0; i < codes->len; i++)
    g_test_message ("the program does not know “%s”", (const char *) codes->pdata[i]);
  g_assert_cmpuint (codes->len, ==, 0);
}

static void
test_reasons (void)
{
  g_autofree char *page = read_page ();
  g_autoptr(GPtrArray) codes = codes_below (page, "Why a certificate is not believed");

  for (int reason = 0; reason < FL_N_REASONS; reason++)
    take_code (codes, fl_reason_to_code ((FlReason) reason));
  assert_empty (codes);
}

static void
test_faults (void)
{
  g_autofree char *page = read_page ();
  g_autoptr(GPtrArray) codes = codes_below (page, "Why there is no connection");

  for (int fault = FL_LINK_FAULT_NONE + 1; fault < FL_N_LINK_FAULTS; fault++)
    take_code (codes, fl_link_fault_to_code ((FlLinkFault) fault));
  assert_empty (codes);
}

static void
test_fernet (void)
{
  g_autofree char *page = read_page ();
  g_autoptr(GPtrArray) codes = codes_below (page, "Why a payload does not decrypt");

  for (int error = FL_FERNET_ERROR_NOT_A_TOKEN; error <= FL_FERNET_ERROR_FAILED; error++)
    take_code (codes, fl_fernet_error_to_code (error));
  assert_empty (codes);
}

static void
test_devices (void)
{
  g_autofree char *page = read_page ();
  g_autoptr(GPtrArray) codes = codes_below (page, "What is known of a device");

  for (int state = FL_AVAILABILITY_UNKNOWN; state <= FL_AVAILABILITY_OFFLINE; state++)
    take_code (codes, fl_availability_to_code ((FlAvailability) state));
  for (int state = FL_LED_STATE_UNKNOWN; state <= FL_LED_STATE_ON; state++)
    take_code (codes, fl_led_state_to_code ((FlLedState) state));
  for (int evidence = FL_LED_EVIDENCE_NONE; evidence <= FL_LED_EVIDENCE_REPORTED; evidence++)
    take_code (codes, fl_led_evidence_to_code ((FlLedEvidence) evidence));
  for (int state = FL_ENCRYPTED_STATE_NONE; state <= FL_ENCRYPTED_STATE_NO_KEY; state++)
    take_code (codes, fl_encrypted_state_to_code ((FlEncryptedState) state));
  assert_empty (codes);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/man-page/reasons", test_reasons);
  g_test_add_func ("/man-page/faults", test_faults);
  g_test_add_func ("/man-page/fernet", test_fernet);
  g_test_add_func ("/man-page/devices", test_devices);
  return g_test_run ();
}
