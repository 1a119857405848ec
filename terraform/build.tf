# Where images are kept, and who ships them. cloudbuild.yaml says how.

resource "google_artifact_registry_repository" "functions" {
  repository_id = "functions"
  location      = var.region
  format        = "DOCKER"

  # Enough to roll back to; a revision keeps its own copy of its image anyway.
  cleanup_policies {
    id     = "keep the last of each function"
    action = "KEEP"
    most_recent_versions {
      keep_count = 20
    }
  }
  cleanup_policies {
    id     = "delete old ones"
    action = "DELETE"
    condition {
      older_than = "7776000s"
    }
  }

  depends_on = [google_project_service.this]
}

resource "google_service_account" "deployer" {
  account_id   = "deployer"
  display_name = "Cloud Build, and whoever ships a function by hand"
}

# Images, revisions and traffic, and the answers by which a release is judged; nothing of the shape,
# and no data.
resource "google_project_iam_member" "deployer" {
  for_each = toset(["roles/run.developer", "roles/logging.logWriter", "roles/logging.viewer"])

  project = var.project
  role    = each.key
  member  = google_service_account.deployer.member
}

resource "google_artifact_registry_repository_iam_binding" "deployer" {
  repository = google_artifact_registry_repository.functions.name
  location   = var.region
  role       = "roles/artifactregistry.writer"
  members    = [google_service_account.deployer.member]
}

resource "google_storage_bucket_iam_binding" "deployer" {
  bucket  = google_storage_bucket.frontend.name
  role    = "roles/storage.objectUser"
  members = [google_service_account.deployer.member]
}

# A revision runs as its function, which its deployer must be allowed to say.
resource "google_service_account_iam_binding" "deployer" {
  for_each = local.functions

  service_account_id = google_service_account.function[each.key].name
  role               = "roles/iam.serviceAccountUser"
  members            = [google_service_account.deployer.member]
}

resource "google_service_account_iam_member" "team" {
  count = var.team == null ? 0 : 1

  service_account_id = google_service_account.deployer.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = var.team
}

resource "google_cloudbuild_trigger" "release" {
  count = var.repository == null ? 0 : 1

  name            = "release"
  location        = var.region
  filename        = "cloudbuild.yaml"
  service_account = google_service_account.deployer.id

  repository_event_config {
    repository = var.repository
    push {
      branch = var.release_on.branch
      tag    = var.release_on.tag
    }
  }

  approval_config {
    approval_required = var.release_on.approval
  }

  substitutions = {
    _ENVIRONMENT = var.environment
  }

  depends_on = [google_project_service.this]
}
