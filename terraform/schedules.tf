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

  # The next run comes soon enough, and there are never two at once.
  retry_config {
    retry_count = 0
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
