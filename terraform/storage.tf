# Logos, covers, photos: whoever knows the name of one may read it, and nobody may list them.
resource "google_storage_bucket" "media" {
  name                        = "${var.project}-media"
  location                    = var.region
  uniform_bucket_level_access = true

  soft_delete_policy {
    retention_duration_seconds = 7 * 24 * 3600
  }
}

resource "google_storage_bucket_iam_member" "media_readers" {
  bucket = google_storage_bucket.media.name
  role   = "roles/storage.legacyObjectReader"
  member = "allUsers"
}

# Read through signed addresses only, and never public whatever somebody grants.
resource "google_storage_bucket" "certificates" {
  name                        = "${var.project}-certificates"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"

  versioning {
    enabled = true
  }

  soft_delete_policy {
    retention_duration_seconds = 30 * 24 * 3600
  }
}

# The built app. Files of earlier releases stay, for tabs that are still open.
resource "google_storage_bucket" "frontend" {
  name                        = "${var.project}-frontend"
  location                    = var.region
  uniform_bucket_level_access = true
}

resource "google_storage_bucket_iam_member" "frontend_readers" {
  bucket = google_storage_bucket.frontend.name
  role   = "roles/storage.legacyObjectReader"
  member = "allUsers"
}
