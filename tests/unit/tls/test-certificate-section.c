/* A section is filled field by field and says how many values it left out.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "tls/fl-certificate-section-private.h"

static FlCertificateField *
get_field (FlCertificateSection *section,
           guint                 position)
{
  g_autoptr(FlCertificateField) field = g_list_model_get_item (fl_certificate_section_get_fields (section), position);

  return field; /* the section keeps it */
}

static guint
count_fields (FlCertificateSection *section)
{
  return g_list_model_get_n_items (fl_certificate_section_get_fields (section));
}

static void
test_fields (void)
{
  g_autoptr(GListStore) sections = g_list_store_new (FL_TYPE_CERTIFICATE_SECTION);
  FlCertificateSection *section = fl_certificate_section_append_to (sections, "Title");

  fl_certificate_section_add_text (section, "Nothing", NULL);
  fl_certificate_section_add_text (section, "Nothing", "");
  fl_certificate_section_add_text (section, "Words", "some");
  fl_certificate_section_add_hex (section, "Bytes", (const unsigned char *) "\xde\xad", 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (sections)), ==, 1);
  g_assert_cmpuint (count_fields (section), ==, 2);
  g_assert_cmpstr (fl_certificate_field_get_label (get_field (section, 0)), ==, "Words");
  g_assert_false (fl_certificate_field_is_code (get_field (section, 0)));
  g_assert_cmpstr (fl_certificate_field_get_value (get_field (section, 1)), ==, "de:ad");
  g_assert_true (fl_certificate_field_is_code (get_field (section, 1)));
}

static void
test_values (void)
{
  g_autoptr(GListStore) sections = g_list_store_new (FL_TYPE_CERTIFICATE_SECTION);
  FlCertificateSection *section = fl_certificate_section_append_to (sections, "Title");

  for (guint i = 0; i < FL_CERTIFICATE_SECTION_MAX_VALUES; i++)
    fl_certificate_section_add_value (section, "Value", g_strdup_printf ("%u", i));
  fl_certificate_section_finish_values (section);
  g_assert_cmpuint (count_fields (section), ==, FL_CERTIFICATE_SECTION_MAX_VALUES);
  fl_certificate_section_add_value (section, "Value", g_strdup ("one too many"));
  fl_certificate_section_finish_values (section);
  g_assert_cmpuint (count_fields (section), ==, FL_CERTIFICATE_SECTION_MAX_VALUES + 1);
  g_assert_cmpstr (fl_certificate_field_get_value (get_field (section, FL_CERTIFICATE_SECTION_MAX_VALUES)), ==, "1 more is not shown");
}

static void
test_properties (void)
{
  g_autoptr(GListStore) sections = g_list_store_new (FL_TYPE_CERTIFICATE_SECTION);
  FlCertificateSection *section = fl_certificate_section_append_to (sections, "Fingerprints");
  g_autoptr(GListModel) fields = NULL;
  g_autofree char *title = NULL;
  g_autofree char *label = NULL;
  g_autofree char *value = NULL;
  gboolean critical;
  gboolean code;

  fl_certificate_section_add_field (section, "SHA-256", "00:01", TRUE);
  fl_certificate_section_set_critical (section, TRUE);
  g_object_get (section, "title", &title, "fields", &fields, "critical", &critical, NULL);
  g_object_get (get_field (section, 0), "label", &label, "value", &value, "code", &code, NULL);
  g_assert_cmpstr (title, ==, "Fingerprints");
  g_assert_true (fields == fl_certificate_section_get_fields (section));
  g_assert_true (critical && fl_certificate_section_is_critical (section));
  g_assert_cmpstr (label, ==, "SHA-256");
  g_assert_cmpstr (value, ==, "00:01");
  g_assert_true (code);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/certificate-section/fields", test_fields);
  g_test_add_func ("/certificate-section/values", test_values);
  g_test_add_func ("/certificate-section/properties", test_properties);
  return g_test_run ();
}
