# Who may do what. Bindings of a role on one thing are complete: whoever is not named here loses it.

resource "google_service_account" "function" {
  for_each = local.functions

  account_id   = each.key
  display_name = "The function ${each.key}"
}

resource "google_service_account" "tasks" {
  account_id   = "tasks-invoker"
  display_name = "Cloud Tasks, when it calls a job function"
}

resource "google_service_account" "scheduler" {
  account_id   = "scheduler-invoker"
  display_name = "Cloud Scheduler, when it calls a job function"
}

# A job is called by its queue or by its clock, and by nobody else.
# IAM judges the token before a byte reaches the function, so JOB_AUDIENCE, JOB_CALLER and JOB_KEYS stay
# unset: judging it again would take Google's keys, and a trip over the network in every cold start.
resource "google_cloud_run_v2_service_iam_binding" "caller" {
  for_each = local.jobs

  name     = google_cloud_run_v2_service.function[each.key].name
  location = var.region
  role     = "roles/run.invoker"
  members  = [each.value.queue != null ? google_service_account.tasks.member : google_service_account.scheduler.member]
}

# Whoever commits outbox rows hands on what is due, of whichever queue.
resource "google_cloud_tasks_queue_iam_binding" "writers" {
  for_each = google_cloud_tasks_queue.job

  name     = each.value.name
  location = var.region
  role     = "roles/cloudtasks.enqueuer"
  members  = [for name in local.using.tasks : google_service_account.function[name].member]
}

# A task carries the identity of its caller, which its author must be allowed to lend.
resource "google_service_account_iam_binding" "lenders" {
  service_account_id = google_service_account.tasks.name
  role               = "roles/iam.serviceAccountUser"
  members            = [for name in local.using.tasks : google_service_account.function[name].member]
}

# No listing, and no overwriting: names say what is in a file.
resource "google_project_iam_custom_role" "files" {
  role_id     = "accredit.files"
  title       = "Accredit: files by their names"
  permissions = ["storage.objects.create", "storage.objects.delete", "storage.objects.get"]
}

resource "google_storage_bucket_iam_binding" "media" {
  bucket  = google_storage_bucket.media.name
  role    = google_project_iam_custom_role.files.name
  members = [for name in local.using.media : google_service_account.function[name].member]
}

resource "google_storage_bucket_iam_binding" "certificates" {
  bucket  = google_storage_bucket.certificates.name
  role    = google_project_iam_custom_role.files.name
  members = [for name in local.using.certificates : google_service_account.function[name].member]
}

# Addresses of private files are signed by IAM with the function's own key, which nobody holds.
resource "google_service_account_iam_binding" "signer" {
  for_each = local.using.certificates

  service_account_id = google_service_account.function[each.key].name
  role               = "roles/iam.serviceAccountTokenCreator"
  members            = [google_service_account.function[each.key].member]
}
