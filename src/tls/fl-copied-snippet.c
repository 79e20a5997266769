/* A snippet that was copied for a device: what it depends on, and whether it still fits.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-copied-snippet"

#include "tls/fl-copied-snippet.h"

#include "store/fl-store-row.h"

static const char *const codes[] = {
  [FL_SNIPPET_BOND_CERTIFICATE] = "certificate",
  [FL_SNIPPET_BOND_KEY] = "key",
  [FL_SNIPPET_BOND_ISSUER] = "issuer",
};

static FlSnippetBond
bond_from_code (const char *code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (g_str_equal (codes[i], code))
      return (FlSnippetBond) i;
  return FL_SNIPPET_BOND_CERTIFICATE; /* what breaks first */
}

/**
 * fl_copied_snippet_new_from_row:
 * @row: of the store: the members of #FlCopiedSnippet in their order
 * @column: where they begin
 */
FlCopiedSnippet *
fl_copied_snippet_new_from_row (GVariant *row,
                                guint     column)
{
  FlCopiedSnippet *self;
  g_autofree char *code = NULL;

  g_return_val_if_fail (row != NULL, NULL);

  self = g_new0 (FlCopiedSnippet, 1);
  code = fl_store_row_dup_text (row, column + 3);
  self->broker = fl_store_row_dup_text (row, column);
  self->kind = fl_store_row_dup_text (row, column + 1);
  self->label = fl_store_row_dup_text (row, column + 2);
  self->bond = bond_from_code (code);
  self->until = fl_store_row_get_number (row, column + 4);
  self->copied_at = fl_store_row_get_number (row, column + 5);
  self->stopped_at = fl_store_row_get_number (row, column + 6);
  return self;
}

void
fl_copied_snippet_free (FlCopiedSnippet *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->broker);
  g_free (self->kind);
  g_free (self->label);
  g_free (self);
}

/** fl_snippet_bond_to_code: Returns: (transfer none): `certificate` and so on, as in the store */
const char *
fl_snippet_bond_to_code (FlSnippetBond bond)
{
  g_return_val_if_fail ((size_t) bond < G_N_ELEMENTS (codes), NULL);

  return codes[bond];
}

/**
 * fl_snippet_bond_dup_identity:
 * @certificate: the leaf, or for %FL_SNIPPET_BOND_ISSUER the authority's
 *
 * Returns: (transfer full): what of it must be the same
 */
char *
fl_snippet_bond_dup_identity (FlSnippetBond        bond,
                              const FlCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return g_strdup (bond == FL_SNIPPET_BOND_KEY ? fl_certificate_get_spki_sha256 (certificate)
                                               : fl_certificate_get_sha256 (certificate));
}

/** fl_copied_snippet_join_labels: Returns: (transfer full): what they are called, each once: "setFingerprint, ESPHome" */
char *
fl_copied_snippet_join_labels (GPtrArray *snippets)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autoptr(GHashTable) named = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (snippets != NULL, NULL);

  for (guint i = 0; i < snippets->len; i++)
    {
      const FlCopiedSnippet *snippet = g_ptr_array_index (snippets, i);

      if (!g_hash_table_add (named, snippet->label))
        continue;
      if (text->len > 0)
        g_string_append (text, ", ");
      g_string_append (text, snippet->label);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
