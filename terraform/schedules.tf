locals {
  # Five fields of cron, and behind them a time zone where it is not UTC.
  schedules = {
    for name, job in local.jobs : name => {
      cron    = join(" ", slice(split(" ", job.schedule), 0, 5))
      zone    = try(split(" ", job.schedule)[5], "Etc/UTC")
      timeout = job.timeout
    } if job.schedule != null
  }
}

resource "google_cloud_scheduler_job" "function" {
  for_each = local.schedules

  name             = each.key
  region           = var.region
  schedule         = each.value.cron
  time_zone        = each.value.zone
  attempt_deadline = each.value.timeout

  # One by the day would be missed for a day. There are never two at once. The last try comes more
  # than two minutes later, when what a run ordered and did not send is taken up.
  retry_config {
    retry_count          = 3
    min_backoff_duration = "30s"
    max_backoff_duration = "120s"
    max_doublings        = 2
  }

  http_target {
    http_method = "POST"
    uri         = "https://${each.key}-${local.url_suffix}/"
    body        = base64encode("{}")
    headers     = { "Content-Type" = "application/json" }
    oidc_token {
      service_account_email = google_service_account.scheduler.email
      audience              = "https://${each.key}-${local.url_suffix}"
    }
  }

  depends_on = [google_cloud_run_v2_service_iam_binding.caller]
}
