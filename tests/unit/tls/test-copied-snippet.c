/* Tests of fl-copied-snippet: what it is bound to, and what it is called.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-copied-snippet.h"

#include "support/fl-test-certificate.h"

static FlCopiedSnippet *
make (const char *label,
      const char *bond)
{
  g_autoptr(GVariant) row = g_variant_ref_sink (
    g_variant_new_parsed ("[<int64 2>, <'id'>, <'kind'>, <%s>, <%s>, <int64 30>, <int64 20>, <int64 10>]", label, bond));

  return fl_copied_snippet_new_from_row (row, 1);
}

static void
test_row (void)
{
  static const FlSnippetBond bonds[] = { FL_SNIPPET_BOND_CERTIFICATE, FL_SNIPPET_BOND_KEY, FL_SNIPPET_BOND_ISSUER };

  for (guint i = 0; i < G_N_ELEMENTS (bonds); i++)
    {
      g_autoptr(FlCopiedSnippet) snippet = make ("setFingerprint", fl_snippet_bond_to_code (bonds[i]));

      g_assert_cmpstr (snippet->broker, ==, "id");
      g_assert_cmpstr (snippet->kind, ==, "kind");
      g_assert_cmpstr (snippet->label, ==, "setFingerprint");
      g_assert_cmpint (snippet->bond, ==, bonds[i]);
      g_assert_cmpint (snippet->until, ==, 30);
      g_assert_cmpint (snippet->copied_at, ==, 20);
      g_assert_cmpint (snippet->stopped_at, ==, 10);
    }
}

static void
test_unknown_bond (void)
{
  g_autoptr(FlCopiedSnippet) snippet = make ("a", "of a later version");

  g_assert_cmpint (snippet->bond, ==, FL_SNIPPET_BOND_CERTIFICATE); /* the most careful one */
}

static void
test_identity (void)
{
  FlTestCertificate wish = { .common_name = "a" };
  g_autoptr(FlCertificate) certificate = fl_test_certificate_new (&wish);
  g_autofree char *leaf = fl_snippet_bond_dup_identity (FL_SNIPPET_BOND_CERTIFICATE, certificate);
  g_autofree char *key = fl_snippet_bond_dup_identity (FL_SNIPPET_BOND_KEY, certificate);
  g_autofree char *issuer = fl_snippet_bond_dup_identity (FL_SNIPPET_BOND_ISSUER, certificate);

  g_assert_cmpstr (leaf, ==, fl_certificate_get_sha256 (certificate));
  g_assert_cmpstr (key, ==, fl_certificate_get_spki_sha256 (certificate));
  g_assert_cmpstr (issuer, ==, fl_certificate_get_sha256 (certificate));
}

static void
test_labels (void)
{
  g_autoptr(GPtrArray) snippets = g_ptr_array_new_with_free_func ((GDestroyNotify) fl_copied_snippet_free);
  g_autofree char *none = fl_copied_snippet_join_labels (snippets);
  g_autofree char *three = NULL;

  g_ptr_array_add (snippets, make ("one", "key"));
  g_ptr_array_add (snippets, make ("two", "key"));
  g_ptr_array_add (snippets, make ("one", "certificate"));
  three = fl_copied_snippet_join_labels (snippets);
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (three, ==, "one, two");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/copied-snippet/row", test_row);
  g_test_add_func ("/copied-snippet/unknown-bond", test_unknown_bond);
  g_test_add_func ("/copied-snippet/identity", test_identity);
  g_test_add_func ("/copied-snippet/labels", test_labels);
  return g_test_run ();
}
