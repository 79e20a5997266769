/* What is known beside the keyring: what goes before what, who is still to be saved, whose is unread or locked.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "brokers/fl-remembered-secrets.h"

#include <string.h>

#define ONE   "11111111-2222-3333-4444-555555555555"
#define OTHER "66666666-7777-8888-9999-000000000000"

/* Takes before. */
static FlBrokerSecrets *
with (FlBrokerSecrets *before,
      FlSecretKind     kind,
      const char      *text)
{
  g_autoptr(FlBrokerSecrets) old = before;
  g_autoptr(FlSecret) secret = fl_secret_new (text, strlen (text));

  return fl_broker_secrets_with (old, kind, secret);
}

static const char *
text_of (FlBrokerSecrets *secrets,
         FlSecretKind     kind)
{
  FlSecret *secret = fl_broker_secrets_get (secrets, kind);

  return secret != NULL ? fl_secret_peek (secret, NULL) : NULL;
}

/* Memory goes before the keyring; where the keyring was not read, what it has of other kinds stays. */
static void
test_merge (void)
{
  g_autoptr(FlRememberedSecrets) remembered = fl_remembered_secrets_new ();
  g_autoptr(FlBrokerSecrets) stored = with (with (fl_broker_secrets_new (), FL_SECRET_KIND_PASSWORD, "old"),
                                            FL_SECRET_KIND_PSK, "00ff");
  g_autoptr(FlBrokerSecrets) typed = with (fl_broker_secrets_new (), FL_SECRET_KIND_PASSWORD, "new");
  g_autoptr(FlBrokerSecrets) of_none = fl_remembered_secrets_merge (remembered, ONE, stored);
  g_autoptr(FlBrokerSecrets) of_all = NULL;
  g_autoptr(FlBrokerSecrets) of_part = NULL;
  g_autoptr(FlBrokerSecrets) of_other = NULL;
  g_autoptr(FlBrokerSecrets) of_removed = NULL;

  g_assert_true (of_none == stored);
  fl_remembered_secrets_set (remembered, ONE, "Kitchen", typed, FALSE);
  of_all = fl_remembered_secrets_merge (remembered, ONE, stored);
  g_assert_cmpstr (text_of (of_all, FL_SECRET_KIND_PASSWORD), ==, "new");
  g_assert_null (text_of (of_all, FL_SECRET_KIND_PSK));
  fl_remembered_secrets_set (remembered, ONE, "Kitchen", typed, TRUE);
  of_part = fl_remembered_secrets_merge (remembered, ONE, stored);
  g_assert_cmpstr (text_of (of_part, FL_SECRET_KIND_PASSWORD), ==, "new");
  g_assert_cmpstr (text_of (of_part, FL_SECRET_KIND_PSK), ==, "00ff");
  g_assert_cmpstr (text_of (stored, FL_SECRET_KIND_PASSWORD), ==, "old");
  of_other = fl_remembered_secrets_merge (remembered, OTHER, stored);
  g_assert_true (of_other == stored);
  fl_remembered_secrets_remove (remembered, ONE);
  of_removed = fl_remembered_secrets_merge (remembered, ONE, stored);
  g_assert_true (of_removed == stored);
}

static void
test_get (void)
{
  g_autoptr(FlRememberedSecrets) remembered = fl_remembered_secrets_new ();
  g_autoptr(FlBrokerSecrets) typed = with (fl_broker_secrets_new (), FL_SECRET_KIND_PASSWORD, "new");
  const char *name = "untouched";
  gboolean is_partial = 2;

  g_assert_null (fl_remembered_secrets_get (remembered, ONE, &name, &is_partial));
  g_assert_cmpstr (name, ==, "untouched");
  g_assert_cmpint (is_partial, ==, 2);
  fl_remembered_secrets_rename (remembered, ONE, "Cellar"); /* nothing to rename */
  g_assert_null (fl_remembered_secrets_get (remembered, ONE, &name, &is_partial));
  fl_remembered_secrets_set (remembered, ONE, "Kitchen", typed, TRUE);
  g_assert_true (fl_remembered_secrets_get (remembered, ONE, &name, &is_partial) == typed);
  g_assert_cmpstr (name, ==, "Kitchen");
  g_assert_true (is_partial);
  fl_remembered_secrets_rename (remembered, ONE, "Cellar");
  g_assert_true (fl_remembered_secrets_get (remembered, ONE, &name, &is_partial) == typed);
  g_assert_cmpstr (name, ==, "Cellar");
  fl_remembered_secrets_set (remembered, ONE, name, fl_remembered_secrets_get (remembered, ONE, &name, &is_partial), FALSE);
  g_assert_true (fl_remembered_secrets_get (remembered, ONE, &name, &is_partial) == typed);
  g_assert_cmpstr (name, ==, "Cellar");
  g_assert_false (is_partial);
}

/* Each broker is told once, and again when something newer is remembered. */
static void
test_unsaved (void)
{
  g_autoptr(FlRememberedSecrets) remembered = fl_remembered_secrets_new ();
  g_autoptr(FlBrokerSecrets) typed = with (fl_broker_secrets_new (), FL_SECRET_KIND_PASSWORD, "new");
  g_autoptr(GPtrArray) none = fl_remembered_secrets_take_unsaved (remembered);
  g_autoptr(GPtrArray) both = NULL;
  g_autoptr(GPtrArray) again = NULL;
  g_autoptr(GPtrArray) newer = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  fl_remembered_secrets_set (remembered, ONE, "Kitchen", typed, FALSE);
  fl_remembered_secrets_set (remembered, OTHER, "Cellar", typed, FALSE);
  both = fl_remembered_secrets_take_unsaved (remembered);
  g_assert_cmpuint (both->len, ==, 2);
  g_assert_true (g_ptr_array_find_with_equal_func (both, ONE, g_str_equal, NULL));
  g_assert_true (g_ptr_array_find_with_equal_func (both, OTHER, g_str_equal, NULL));
  again = fl_remembered_secrets_take_unsaved (remembered);
  g_assert_cmpuint (again->len, ==, 0);
  fl_remembered_secrets_set (remembered, OTHER, "Cellar", typed, FALSE);
  newer = fl_remembered_secrets_take_unsaved (remembered);
  g_assert_cmpuint (newer->len, ==, 1);
  g_assert_cmpstr (newer->pdata[0], ==, OTHER);
}

static void
test_unread (void)
{
  g_autoptr(FlRememberedSecrets) remembered = fl_remembered_secrets_new ();

  g_assert_false (fl_remembered_secrets_is_unread (remembered, ONE));
  fl_remembered_secrets_set_unread (remembered, ONE, FALSE);
  g_assert_true (fl_remembered_secrets_is_unread (remembered, ONE));
  g_assert_false (fl_remembered_secrets_is_locked (remembered, ONE));
  fl_remembered_secrets_set_unread (remembered, ONE, TRUE);
  g_assert_true (fl_remembered_secrets_is_locked (remembered, ONE));
  fl_remembered_secrets_set_unread (remembered, ONE, FALSE); /* the keyring went away: that was locked */
  g_assert_true (fl_remembered_secrets_is_locked (remembered, ONE));
  g_assert_false (fl_remembered_secrets_is_unread (remembered, OTHER));
  g_assert_false (fl_remembered_secrets_is_locked (remembered, OTHER));
  fl_remembered_secrets_remove (remembered, ONE); /* says nothing of the keyring */
  g_assert_true (fl_remembered_secrets_is_unread (remembered, ONE));
  fl_remembered_secrets_set_read (remembered, ONE);
  g_assert_false (fl_remembered_secrets_is_unread (remembered, ONE));
  g_assert_false (fl_remembered_secrets_is_locked (remembered, ONE));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/remembered-secrets/merge", test_merge);
  g_test_add_func ("/remembered-secrets/get", test_get);
  g_test_add_func ("/remembered-secrets/unsaved", test_unsaved);
  g_test_add_func ("/remembered-secrets/unread", test_unread);
  return g_test_run ();
}
