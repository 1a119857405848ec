# What is watched: one list, drawn on the dashboard and alerted on.

locals {
  # What somebody waits for. Jobs may take minutes, and answer 503 where they want to be called again.
  waited_for = "monitored_resource=\"cloud_run_revision\",service_name!~\".+-job\""

  signals = {
    errors = {
      title = "Requests that failed, as a part of all of a function"
      query = <<-PROMQL
        sum by (service_name) (rate(run_googleapis_com:request_count{${local.waited_for},response_code_class="5xx"}[5m]))
        / sum by (service_name) (rate(run_googleapis_com:request_count{${local.waited_for}}[5m]))
      PROMQL
      above = 0.02
      lasts = "300s"
      do    = "Read the function's errors with `accredit logs NAME`; if a deploy came just before, `accredit rollback NAME`."
    }
    latency = {
      title = "95 % of a function's requests are faster than this (ms)"
      query = "histogram_quantile(0.95, sum by (le, service_name) (rate(run_googleapis_com:request_latencies_bucket{${local.waited_for}}[5m])))"
      above = 1500
      lasts = "600s"
      do    = "Look at the database first (connections, slow statements in Query Insights), then at the function's own log."
    }
    queue_age = {
      title = "95 % of a queue's tasks start this late or sooner (ms)"
      query = "histogram_quantile(0.95, sum by (le, queue_id) (rate(cloudtasks_googleapis_com:queue_task_attempt_delays_bucket{monitored_resource=\"cloud_tasks_queue\"}[10m])))"
      above = 300000
      lasts = "600s"
      do    = "More comes in than the job function of that queue does: look at its instances and at the queue's rate. What is in the queue waits and is not lost. A job that fails is tried later each time, and told by the next alert."
    }
    failing = {
      title = "Jobs that failed five times or more"
      query = "sum by (queue) (increase(logging_googleapis_com:user_job_age_seconds_count{monitored_resource=\"cloud_run_revision\",done=\"false\",attempt=~\"[5-9]|[1-9][0-9]+\"}[10m]))"
      above = 0
      lasts = "0s"
      do    = "`accredit logs NAME-job --env ENV` says why. It is tried on; what fails for good is given up and told by the alert for that."
    }
    dead_jobs = {
      title = "Jobs given up"
      query = "sum by (service_name) (increase(logging_googleapis_com:user_dead_jobs{monitored_resource=\"cloud_run_revision\"}[10m]))"
      above = 0
      lasts = "0s"
      do    = "The app lists them with the reason for operators (Operations, jobs given up): repair the cause, then replay them there."
    }
    connections = {
      title = "Database connections in use"
      query = "sum(cloudsql_googleapis_com:database_postgresql_num_backends{monitored_resource=\"cloudsql_database\",database_id=\"${var.project}:${google_sql_database_instance.main.name}\"})"
      above = local.available_connections
      lasts = "300s"
      do    = "Each function has a log-in of its own: Query Insights shows who holds them, and `accredit connections --env ENV` what each may hold. More than the pools allow means that old revisions still run."
    }
  }
}

resource "google_monitoring_notification_channel" "email" {
  display_name = "Accredit ${var.environment}"
  type         = "email"
  labels       = { email_address = var.alert_email }

  depends_on = [google_project_service.this]
}

# shared/web logs this line when a job leaves its queue for dead_jobs.
resource "google_logging_metric" "dead_jobs" {
  name   = "dead_jobs"
  filter = "resource.type=\"cloud_run_revision\" AND severity=ERROR AND jsonPayload.message=\"job given up\""

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}

# What shared/web logs of every answer and of every delivery (PL-41). How old a job and how slow a route
# was is not alerted on: a job may have been committed for next week, and a route is slow for many
# reasons. They are there to be asked.
resource "google_logging_metric" "timed" {
  for_each = {
    request_ms      = { message = "request answered", value = "duration_ms", unit = "ms", labels = ["method", "route", "status"] }
    job_age_seconds = { message = "job delivered", value = "age_seconds", unit = "s", labels = ["queue", "attempt", "done"] }
  }

  name             = each.key
  filter           = "resource.type=\"cloud_run_revision\" AND jsonPayload.message=\"${each.value.message}\""
  value_extractor  = "EXTRACT(jsonPayload.${each.value.value})"
  label_extractors = { for label in each.value.labels : label => "EXTRACT(jsonPayload.${label})" }

  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "DISTRIBUTION"
    unit        = each.value.unit

    dynamic "labels" {
      for_each = each.value.labels
      content {
        key        = labels.value
        value_type = "STRING"
      }
    }
  }

  bucket_options {
    exponential_buckets {
      num_finite_buckets = 24
      growth_factor      = 2
      scale              = 1
    }
  }
}

resource "google_monitoring_alert_policy" "signal" {
  for_each = local.signals

  display_name          = each.value.title
  combiner              = "OR"
  notification_channels = [google_monitoring_notification_channel.email.id]

  conditions {
    display_name = each.value.title
    condition_prometheus_query_language {
      query               = "(${trimspace(each.value.query)}) > ${each.value.above}"
      duration            = each.value.lasts
      evaluation_interval = "60s"
    }
  }

  documentation {
    content   = each.value.do
    mime_type = "text/markdown"
  }

  depends_on = [google_logging_metric.dead_jobs, google_logging_metric.timed]
}

resource "google_monitoring_uptime_check_config" "app" {
  display_name = "The app's page"
  timeout      = "10s"
  period       = "300s"

  http_check {
    path         = "/"
    port         = 443
    use_ssl      = true
    validate_ssl = true
  }

  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = var.project, host = var.domain }
  }
}

resource "google_monitoring_alert_policy" "down" {
  display_name          = "The app cannot be reached"
  combiner              = "OR"
  notification_channels = [google_monitoring_notification_channel.email.id]

  conditions {
    display_name = "The app's page fails from two places"
    condition_threshold {
      filter          = "resource.type = \"uptime_url\" AND metric.type = \"monitoring.googleapis.com/uptime_check/check_passed\" AND metric.labels.check_id = \"${google_monitoring_uptime_check_config.app.uptime_check_id}\""
      comparison      = "COMPARISON_GT"
      threshold_value = 1
      duration        = "300s"
      aggregations {
        alignment_period     = "300s"
        per_series_aligner   = "ALIGN_NEXT_OLDER"
        cross_series_reducer = "REDUCE_COUNT_FALSE"
      }
    }
  }
}

resource "google_monitoring_dashboard" "this" {
  dashboard_json = jsonencode({
    displayName = "Accredit ${var.environment}"
    gridLayout = {
      columns = "2"
      widgets = [
        for signal in values(local.signals) : {
          title = signal.title
          xyChart = {
            dataSets   = [{ plotType = "LINE", timeSeriesQuery = { prometheusQuery = trimspace(signal.query) } }]
            thresholds = [{ value = signal.above }]
          }
        }
      ]
    }
  })
}
