/* fl-saved-actions: what is there to do with the broker in front, and what is said of a file.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#include "ui/fl-saved-actions.h"
#include "ui/fl-ui-test.h"

static AdwApplication *app;

typedef struct
{
  char          *folder;
  FlBrokerFile  *file;
  FlKeyring     *keyring;
  FlBrokerShelf *shelf;
  FlWindow      *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *path = NULL;

  fixture->folder = g_dir_make_tmp ("fernlight-test-XXXXXX", NULL);
  path = g_build_filename (fixture->folder, "brokers.json", NULL);
  fixture->file = fl_broker_file_new (path);
  fixture->keyring = fl_keyring_new ();
  fixture->shelf = fl_broker_shelf_new (fixture->file, fixture->keyring);
  fixture->window = fl_window_new (GTK_APPLICATION (app), fixture->shelf);
  gtk_window_present (GTK_WINDOW (fixture->window));
  fl_window_open_start_page (fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  gtk_window_destroy (GTK_WINDOW (fixture->window));
  fl_ui_test_settle ();
  fl_broker_file_flush (fixture->file);
  g_clear_object (&fixture->shelf);
  g_clear_object (&fixture->keyring);
  g_clear_object (&fixture->file);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_remove (path);
    }
  g_assert_no_errno (g_rmdir (fixture->folder));
  g_free (fixture->folder);
}

static guint
n_brokers (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->file));
}

/* Imports what is in the file of that name, until a sentence with that text is on the screen. */
static void
import (Fixture    *fixture,
        const char *name,
        const char *said)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(FlSavedActions) actions = fl_saved_actions_new (fixture->window, fixture->shelf, NULL);

  fl_saved_actions_import_file (actions, file);
  while (fl_ui_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, said) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
write_text (Fixture    *fixture,
            const char *name,
            const char *text)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

static void
test_import (Fixture       *fixture,
             gconstpointer  data)
{
  write_text (fixture, "two.json", "{\"format\":1,\"brokers\":[{\"host\":\"a.test\"},{\"host\":\"b.test\"},{}]}");
  import (fixture, "two.json", "2 brokers imported, 1 cannot be read");
  g_assert_cmpuint (n_brokers (fixture), ==, 2);
}

static void
test_import_again (Fixture       *fixture,
                   gconstpointer  data)
{
  write_text (fixture, "one.json", "{\"format\":1,\"brokers\":[{\"host\":\"a.test\"},{\"host\":\"a.test\"}]}");
  import (fixture, "one.json", "1 broker imported, 1 was there already");
  g_assert_cmpuint (n_brokers (fixture), ==, 1);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe.json", NULL);

  write_text (fixture, "bad.json", "{\"format\":1,");
  import (fixture, "bad.json", "bad.json cannot be imported. It is damaged, or not a file of brokers.");
  write_text (fixture, "later.json", "{\"format\":9,\"brokers\":[{\"host\":\"a\"}]}");
  import (fixture, "later.json", "later.json cannot be imported. It is from a later version of Fernlight.");
  write_text (fixture, "empty.json", "");
  import (fixture, "empty.json", "empty.json cannot be imported. It is damaged, or not a file of brokers.");
  g_assert_no_errno (mkfifo (pipe, 0600));
  import (fixture, "pipe.json", "pipe.json cannot be imported. It is not a file.");
  g_assert_cmpuint (n_brokers (fixture), ==, 0);
}

static void
test_secrets (Fixture       *fixture,
              gconstpointer  data)
{
  write_text (fixture, "secrets.json", "{\"format\":1,\"brokers\":[{\"host\":\"a.test\",\"password\":\"hunter2\"}]}");
  import (fixture, "secrets.json", "There were passwords or keys in the file. They are not taken from a file, and are asked "
          "for when they are needed.");
  g_assert_cmpuint (n_brokers (fixture), ==, 1);
}

static void
test_duplicate (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(FlBroker) broker = fl_broker_new ("a.test", 8883);

  g_object_set (broker, "name", "<b>", NULL);
  fl_broker_file_append (fixture->file, broker);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "saved.duplicate", "s", fl_broker_get_id (broker));
  while (n_brokers (fixture) < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (fl_broker_file_find_by_name (fixture->file, "<b> (copy)"));
  while (fl_ui_test_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "<b> (copy)") == NULL)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int    argc,
      char **argv)
{
  int status;

  fl_ui_test_init (&argc, &argv);
  app = adw_application_new ("io.github.fernlight.Test", G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
  g_test_add ("/saved-actions/import", Fixture, NULL, set_up, test_import, tear_down);
  g_test_add ("/saved-actions/import-again", Fixture, NULL, set_up, test_import_again, tear_down);
  g_test_add ("/saved-actions/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/saved-actions/secrets", Fixture, NULL, set_up, test_secrets, tear_down);
  g_test_add ("/saved-actions/duplicate", Fixture, NULL, set_up, test_duplicate, tear_down);
  status = g_test_run ();
  g_clear_object (&app);
  return status;
}
