# One queue for each job function that has one.
resource "google_cloud_tasks_queue" "job" {
  for_each = { for name, job in local.jobs : job.queue => job if job.queue != null }

  name     = each.key
  location = var.region

  # No more at once than its instances have connections: the rest would only wait in them.
  rate_limits {
    max_concurrent_dispatches = each.value.max_instances * min(each.value.concurrency, each.value.pool)
    max_dispatches_per_second = each.value.rate
  }

  # The function decides when a job is given up and keeps it in dead_jobs. Cloud Tasks would only
  # drop it.
  retry_config {
    max_attempts  = -1
    min_backoff   = "1s"
    max_backoff   = "3600s"
    max_doublings = 12
  }

  stackdriver_logging_config {
    sampling_ratio = 1
  }

  depends_on = [google_project_service.this]
}
