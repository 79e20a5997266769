/* A section of labelled fields.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-certificate-section"

#include "config.h"

#include "tls/fl-certificate-section-private.h"

#include "tls/fl-certificate-text.h"

#include <glib/gi18n-lib.h>

/* Bytes of an extension or a key that are shown. */
#define MAX_HEX 512

struct _FlCertificateField
{
  GObject  parent_instance;

  char    *label;
  char    *value;
  gboolean code; /* to be set in fixed width */
};

struct _FlCertificateSection
{
  GObject     parent_instance;

  char       *title;
  GListStore *fields;
  gboolean    critical;
  guint       n_values;    /* given to add_value() */
};

enum
{
  FIELD_PROP_LABEL = 1,
  FIELD_PROP_VALUE,
  FIELD_PROP_CODE,
  FIELD_N_PROPS,
};

enum
{
  SECTION_PROP_TITLE = 1,
  SECTION_PROP_FIELDS,
  SECTION_PROP_CRITICAL,
  SECTION_N_PROPS,
};

static GParamSpec *field_properties[FIELD_N_PROPS];
static GParamSpec *section_properties[SECTION_N_PROPS];

G_DEFINE_FINAL_TYPE (FlCertificateField, fl_certificate_field, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (FlCertificateSection, fl_certificate_section, G_TYPE_OBJECT)

static void
fl_certificate_field_finalize (GObject *object)
{
  FlCertificateField *self = FL_CERTIFICATE_FIELD (object);

  g_free (self->label);
  g_free (self->value);
  G_OBJECT_CLASS (fl_certificate_field_parent_class)->finalize (object);
}

static void
fl_certificate_field_get_property (GObject    *object,
                                   guint       property_id,
                                   GValue     *value,
                                   GParamSpec *pspec)
{
  FlCertificateField *self = FL_CERTIFICATE_FIELD (object);

  switch (property_id)
    {
    case FIELD_PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case FIELD_PROP_VALUE:
      g_value_set_string (value, self->value);
      break;
    case FIELD_PROP_CODE:
      g_value_set_boolean (value, self->code);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_certificate_field_class_init (FlCertificateFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = fl_certificate_field_finalize;
  object_class->get_property = fl_certificate_field_get_property;
  field_properties[FIELD_PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  field_properties[FIELD_PROP_VALUE] = g_param_spec_string ("value", NULL, NULL, NULL, flags);
  field_properties[FIELD_PROP_CODE] = g_param_spec_boolean ("code", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, FIELD_N_PROPS, field_properties);
}

static void
fl_certificate_field_init (FlCertificateField *self)
{
}

static void
fl_certificate_section_finalize (GObject *object)
{
  FlCertificateSection *self = FL_CERTIFICATE_SECTION (object);

  g_free (self->title);
  g_clear_object (&self->fields);
  G_OBJECT_CLASS (fl_certificate_section_parent_class)->finalize (object);
}

static void
fl_certificate_section_get_property (GObject    *object,
                                     guint       property_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  FlCertificateSection *self = FL_CERTIFICATE_SECTION (object);

  switch (property_id)
    {
    case SECTION_PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case SECTION_PROP_FIELDS:
      g_value_set_object (value, self->fields);
      break;
    case SECTION_PROP_CRITICAL:
      g_value_set_boolean (value, self->critical);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
fl_certificate_section_class_init (FlCertificateSectionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = fl_certificate_section_finalize;
  object_class->get_property = fl_certificate_section_get_property;
  section_properties[SECTION_PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  section_properties[SECTION_PROP_FIELDS] = g_param_spec_object ("fields", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  section_properties[SECTION_PROP_CRITICAL] = g_param_spec_boolean ("critical", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, SECTION_N_PROPS, section_properties);
}

static void
fl_certificate_section_init (FlCertificateSection *self)
{
  self->fields = g_list_store_new (FL_TYPE_CERTIFICATE_FIELD);
}

const char *
fl_certificate_field_get_label (FlCertificateField *self)
{
  g_return_val_if_fail (FL_IS_CERTIFICATE_FIELD (self), NULL);

  return self->label;
}

/* A stranger's text, escaped and bounded: not markup. */
const char *
fl_certificate_field_get_value (FlCertificateField *self)
{
  g_return_val_if_fail (FL_IS_CERTIFICATE_FIELD (self), NULL);

  return self->value;
}

/* Whether the value is digits to be set in fixed width. */
gboolean
fl_certificate_field_is_code (FlCertificateField *self)
{
  g_return_val_if_fail (FL_IS_CERTIFICATE_FIELD (self), FALSE);

  return self->code;
}

const char *
fl_certificate_section_get_title (FlCertificateSection *self)
{
  g_return_val_if_fail (FL_IS_CERTIFICATE_SECTION (self), NULL);

  return self->title;
}

/* An extension that a client must understand or refuse the certificate. */
gboolean
fl_certificate_section_is_critical (FlCertificateSection *self)
{
  g_return_val_if_fail (FL_IS_CERTIFICATE_SECTION (self), FALSE);

  return self->critical;
}

/* (transfer none): of FlCertificateField */
GListModel *
fl_certificate_section_get_fields (FlCertificateSection *self)
{
  g_return_val_if_fail (FL_IS_CERTIFICATE_SECTION (self), NULL);

  return G_LIST_MODEL (self->fields);
}

/* (transfer none): a new one behind @sections, which keep it */
FlCertificateSection *
fl_certificate_section_append_to (GListStore *sections,
                                  const char *title)
{
  g_autoptr(FlCertificateSection) section = g_object_new (FL_TYPE_CERTIFICATE_SECTION, NULL);

  section->title = g_strdup (title);
  g_list_store_append (sections, section);
  return section;
}

void
fl_certificate_section_add_field (FlCertificateSection *section,
                                  const char           *label,
                                  const char           *value,
                                  gboolean              code)
{
  g_autoptr(FlCertificateField) field = g_object_new (FL_TYPE_CERTIFICATE_FIELD, NULL);

  field->label = g_strdup (label);
  field->value = g_strdup (value);
  field->code = code;
  g_list_store_append (section->fields, field);
}

/* A field, unless there is nothing to say. */
void
fl_certificate_section_add_text (FlCertificateSection *section,
                                 const char           *label,
                                 const char           *value)
{
  if (value != NULL && value[0] != '\0')
    fl_certificate_section_add_field (section, label, value, FALSE);
}

/* Bytes, of which the first MAX_HEX are shown. */
void
fl_certificate_section_add_hex (FlCertificateSection *section,
                                const char           *label,
                                const unsigned char  *data,
                                size_t                n_data)
{
  g_autofree char *hex = fl_certificate_text_to_hex (data, n_data, ':', MAX_HEX);

  fl_certificate_section_add_field (section, label, hex, TRUE);
}

/* One of a list that may be long: fl_certificate_section_finish_values() says how many were not shown.
 * Takes @value. */
void
fl_certificate_section_add_value (FlCertificateSection *section,
                                  const char           *label,
                                  char                 *value)
{
  if (section->n_values++ < FL_CERTIFICATE_SECTION_MAX_VALUES)
    fl_certificate_section_add_text (section, label, value);
  g_free (value);
}

void
fl_certificate_section_finish_values (FlCertificateSection *section)
{
  g_autofree char *rest = NULL;
  guint left_out;

  if (section->n_values <= FL_CERTIFICATE_SECTION_MAX_VALUES)
    return;
  left_out = section->n_values - FL_CERTIFICATE_SECTION_MAX_VALUES;
  rest = g_strdup_printf (ngettext ("%u more is not shown", "%u more are not shown", left_out), left_out);
  fl_certificate_section_add_text (section, _("And"), rest);
}

void
fl_certificate_section_set_critical (FlCertificateSection *self,
                                     gboolean              critical)
{
  self->critical = critical;
}
