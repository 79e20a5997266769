/* fl-level-row: the sentence, its cost, and a shape and a word beside every colour.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "ui/fl-level-row.h"

#include "tls/fl-security-explanation.h"
#include "ui/fl-ui-test.h"

static void
test_says_all (void)
{
  g_autoptr(FlLevelRow) row = g_object_ref_sink (FL_LEVEL_ROW (fl_level_row_new (FL_SECURITY_PAYLOAD)));
  FlSecurityFacts facts = { .online = TRUE, .n_messages = 4, .n_fernet = 4 };
  g_autofree char *spoken = NULL;

  fl_level_row_update (row, &facts);
  g_assert_true (g_str_has_prefix (fl_level_row_get_proof (row), "4 of 4 payloads are Fernet"));
  spoken = g_strdup_printf ("Payload, protected: %s 20 bytes become 120", fl_level_row_get_proof (row));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
  g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "Payload"));
  g_assert_true (gtk_widget_get_visible (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "20 bytes become 120")));
}

static void
test_no_cost (void)
{
  g_autoptr(FlLevelRow) row = g_object_ref_sink (FL_LEVEL_ROW (fl_level_row_new (FL_SECURITY_TRANSPORT)));
  FlSecurityFacts facts = { .online = FALSE };

  fl_level_row_update (row, &facts);
  g_assert_false (gtk_widget_get_visible (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "")));
}

/* Opened it says why, and follows what becomes known; closed it is as before. */
static void
test_explains (void)
{
  g_autoptr(FlLevelRow) row = g_object_ref_sink (FL_LEVEL_ROW (fl_level_row_new (FL_SECURITY_PAYLOAD)));
  FlSecurityFacts facts = { .online = TRUE, .n_messages = 4, .n_fernet = 4 };

  fl_level_row_update (row, &facts);
  g_assert_false (fl_level_row_is_expanded (row));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_EXPANDED, FALSE);
  fl_level_row_toggle (row, &facts);
  g_assert_true (fl_level_row_is_expanded (row));
  gtk_test_accessible_assert_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_EXPANDED, TRUE);
  for (int i = 0; i < (int) FL_N_SECURITY_ASPECTS; i++)
    {
      g_autofree char *text = fl_security_explanation_describe (FL_SECURITY_PAYLOAD, (FlSecurityAspect) i, &facts);

      g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, fl_security_aspect_get_title ((FlSecurityAspect) i)));
      g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, text));
    }
  facts.n_token_bytes = 120;
  facts.n_plain_bytes = 20;
  {
    g_autofree char *text = fl_security_explanation_describe (FL_SECURITY_PAYLOAD, FL_SECURITY_ASPECT_COST, &facts);

    g_assert_null (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, text));
    fl_level_row_update (row, &facts);
    g_assert_nonnull (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, text));
  }
  fl_level_row_toggle (row, &facts);
  g_assert_false (fl_level_row_is_expanded (row));
}

/* Hostile text is shown letter by letter. */
static void
test_text (void)
{
  g_autoptr(FlLevelRow) row = g_object_ref_sink (FL_LEVEL_ROW (fl_level_row_new (FL_SECURITY_APPLICATION)));
  FlSecurityFacts facts = { .online = TRUE, .username = "<b>&\"" };

  fl_level_row_update (row, &facts);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (fl_ui_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, fl_level_row_get_proof (row)))),
                   ==, "Signed in as “<b>&\"” without a password.");
}

static void
test_tones (void)
{
  for (int a = 0; a <= (int) FL_SECURITY_TONE_BAD; a++)
    for (int b = 0; b < a; b++)
      {
        g_assert_cmpstr (fl_level_tone_to_icon ((FlSecurityTone) a), !=, fl_level_tone_to_icon ((FlSecurityTone) b));
        g_assert_cmpstr (fl_level_tone_to_class ((FlSecurityTone) a), !=, fl_level_tone_to_class ((FlSecurityTone) b));
        g_assert_cmpstr (fl_level_tone_to_text ((FlSecurityTone) a), !=, fl_level_tone_to_text ((FlSecurityTone) b));
      }
}

int
main (int    argc,
      char **argv)
{
  fl_ui_test_init (&argc, &argv);
  g_test_add_func ("/level-row/says-all", test_says_all);
  g_test_add_func ("/level-row/no-cost", test_no_cost);
  g_test_add_func ("/level-row/explains", test_explains);
  g_test_add_func ("/level-row/text-is-not-markup", test_text);
  g_test_add_func ("/level-row/tones-differ", test_tones);
  return g_test_run ();
}
