# Secrets are made here and filled by people, with scripts of their own: no value of one is ever in
# Terraform. Database addresses are the exception; Terraform derives them and writes them unseen.

locals {
  # function.yaml names what belongs together; one value is one secret.
  secret_values = {
    smtp        = ["smtp-url"]
    zoom-client = ["zoom-client-id", "zoom-client-secret"]
  }

  # Checks tokens. Public, but it changes together with the private one.
  token_key = "token-public-key"

  secrets_of = {
    for name, function in local.functions : name => toset(concat(
      flatten([for secret in function.secrets : lookup(local.secret_values, secret, [secret])]),
      function.kind == "api" ? [local.token_key] : [],
    ))
  }
  secrets = toset(flatten([for secrets in local.secrets_of : tolist(secrets)]))

  # Versions are numbers and never `latest`: an instance that starts later must not differ from its
  # neighbours, and a rotation is a revision that can be rolled back.
  secret_environment = {
    for name, function in local.functions : name => merge(
      {
        for secret in local.secrets_of[name] : upper(replace(secret, "-", "_")) => {
          secret  = google_secret_manager_secret.value[secret].secret_id
          version = tostring(lookup(var.secret_versions, secret, 1))
        }
      },
      contains(function.uses, "database") ? {
        DATABASE_URL = {
          secret  = google_secret_manager_secret.database[name].secret_id
          version = google_secret_manager_secret_version.database[name].version
        }
      } : {},
    )
  }
}

resource "google_secret_manager_secret" "value" {
  for_each = local.secrets

  secret_id = each.key
  replication {
    auto {}
  }

  depends_on = [google_project_service.this]
}

resource "google_secret_manager_secret_iam_binding" "value" {
  for_each = local.secrets

  secret_id = google_secret_manager_secret.value[each.key].id
  role      = "roles/secretmanager.secretAccessor"
  members   = [for name, secrets in local.secrets_of : google_service_account.function[name].member if contains(secrets, each.key)]
}

resource "google_secret_manager_secret" "database" {
  for_each = local.using.database

  secret_id = "${each.key}-database-url"
  replication {
    auto {}
  }

  depends_on = [google_project_service.this]
}

resource "google_secret_manager_secret_version" "database" {
  for_each = local.using.database

  secret                 = google_secret_manager_secret.database[each.key].id
  secret_data_wo         = "postgres://${local.role[each.key]}:${local.password[each.key]}@${google_sql_database_instance.main.private_ip_address}/${google_sql_database.this.name}?sslmode=require"
  secret_data_wo_version = tostring(var.database_passwords)
}

resource "google_secret_manager_secret_iam_binding" "database" {
  for_each = local.using.database

  secret_id = google_secret_manager_secret.database[each.key].id
  role      = "roles/secretmanager.secretAccessor"
  members   = [google_service_account.function[each.key].member]
}
