/* Looks into the sections of a certificate, for the C tests.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "support/fl-test-section.h"

#include <string.h>

/* (transfer none) (nullable) */
FlCertificateSection *
fl_test_section_find (GListModel *sections,
                      const char *title)
{
  for (guint i = 0; i < g_list_model_get_n_items (sections); i++)
    {
      g_autoptr(FlCertificateSection) section = g_list_model_get_item (sections, i);

      if (strcmp (fl_certificate_section_get_title (section), title) == 0)
        return section; /* the list holds it */
    }
  return NULL;
}

/* All values of that label, ", " between; "" for none. */
char *
fl_test_section_get_values (GListModel *sections,
                            const char *title,
                            const char *label)
{
  FlCertificateSection *section = fl_test_section_find (sections, title);
  g_autoptr(GString) values = g_string_new (NULL);
  GListModel *fields;

  if (section == NULL)
    return g_strdup ("(no such section)");
  fields = fl_certificate_section_get_fields (section);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr(FlCertificateField) field = g_list_model_get_item (fields, i);

      if (strcmp (fl_certificate_field_get_label (field), label) == 0)
        g_string_append_printf (values, "%s%s", values->len > 0 ? ", " : "", fl_certificate_field_get_value (field));
    }
  return g_string_free (g_steal_pointer (&values), FALSE);
}
