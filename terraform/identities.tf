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

# Files by their names: no listing. Certificates are put and never overwritten; whoever may put and
# take pictures away could (Google knows no right between), and the programs ask that nothing be there.
#
# Whoever has fonts prints, and puts what it printed away; the others who use `certificates` look at
# it. Pictures are put and taken away by those who have `uploads`; `media` alone is the name of their
# bucket, for that somebody may look at them is everybody's right.
locals {
  printers  = setintersection(local.using.certificates, local.using.fonts)
  readers   = setsubtract(local.using.certificates, local.using.fonts)
  signers   = toset([for name in local.readers : name if local.functions[name].kind == "api"])
  uploaders = local.using.uploads
}

resource "google_project_iam_custom_role" "files" {
  role_id     = "accredit.files"
  title       = "Accredit: put files, and take them away by their names"
  permissions = ["storage.objects.create", "storage.objects.delete"]
}

resource "google_project_iam_custom_role" "printer" {
  role_id     = "accredit.printer"
  title       = "Accredit: put files"
  permissions = ["storage.objects.create"]
}

resource "google_storage_bucket_iam_binding" "media" {
  bucket  = google_storage_bucket.media.name
  role    = google_project_iam_custom_role.files.name
  members = [for name in local.uploaders : google_service_account.function[name].member]
}

resource "google_storage_bucket_iam_binding" "printers" {
  bucket  = google_storage_bucket.certificates.name
  role    = google_project_iam_custom_role.printer.name
  members = [for name in local.printers : google_service_account.function[name].member]
}

# `storage.objects.get` and nothing else.
resource "google_storage_bucket_iam_binding" "readers" {
  bucket  = google_storage_bucket.certificates.name
  role    = "roles/storage.legacyObjectReader"
  members = [for name in local.readers : google_service_account.function[name].member]
}

# Addresses of private files are signed by IAM with the function's own key, which nobody holds. They
# open no more than the function itself may.
resource "google_service_account_iam_binding" "signer" {
  for_each = local.signers

  service_account_id = google_service_account.function[each.key].name
  role               = "roles/iam.serviceAccountTokenCreator"
  members            = [google_service_account.function[each.key].member]
}
