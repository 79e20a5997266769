/* An entity while a convention puts it together: keeps the texts that are made for it until it is finished.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#define G_LOG_DOMAIN "fernlight-entity-draft"

#include "devices/fl-entity-draft.h"

void
fl_entity_draft_init (FlEntityDraft *self,
                      FlEntityKind   kind,
                      const char    *id,
                      const char    *name)
{
  *self = (FlEntityDraft) { .strings = g_string_chunk_new (512) };
  self->fields.kind = kind;
  self->fields.id = fl_entity_draft_keep (self, id);
  self->fields.name = fl_entity_draft_keep (self, name);
}

void
fl_entity_draft_clear (FlEntityDraft *self)
{
  g_clear_pointer (&self->strings, g_string_chunk_free);
}

const char *
fl_entity_draft_print (FlEntityDraft *self,
                       const char    *format,
                       ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  return g_string_chunk_insert (self->strings, text);
}

const char *
fl_entity_draft_keep (FlEntityDraft *self,
                      const char    *text)
{
  return text != NULL ? g_string_chunk_insert (self->strings, text) : NULL;
}

void
fl_entity_draft_add_aspect (FlEntityDraft  *self,
                            const FlAspect *aspect)
{
  g_return_if_fail (self->fields.n_aspects < FL_ENTITY_MAX_ASPECTS);

  self->aspects[self->fields.n_aspects++] = *aspect;
}

void
fl_entity_draft_add_availability (FlEntityDraft *self,
                                  const char    *topic,
                                  const char    *online,
                                  const char    *offline)
{
  g_return_if_fail (self->fields.n_availability < FL_ENTITY_MAX_AVAILABILITY);

  self->availability[self->fields.n_availability++] = (FlEntityAvailability) {
    .topic = fl_entity_draft_keep (self, topic),
    .online = fl_entity_draft_keep (self, online),
    .offline = fl_entity_draft_keep (self, offline),
  };
}

void
fl_entity_draft_set_query (FlEntityDraft *self,
                           const char    *topic,
                           const char    *payload)
{
  self->fields.query_topic = fl_entity_draft_keep (self, topic);
  self->fields.query_payload = fl_entity_draft_keep (self, payload);
}

gboolean
fl_entity_draft_finish (FlEntityDraft *self,
                        FlDeviceInfo  *device,
                        FlDiscovery   *discovery)
{
  self->fields.aspects = self->aspects;
  self->fields.availability = self->availability;
  return fl_discovery_add_new (discovery, device, &self->fields);
}
