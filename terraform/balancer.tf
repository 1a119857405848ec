# One address for people, outside senders and the app. Every function has a backend of its own.

resource "google_compute_region_network_endpoint_group" "function" {
  for_each = local.edge

  name                  = each.key
  region                = var.region
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = google_cloud_run_v2_service.function[each.key].name
  }
}

resource "google_compute_backend_service" "function" {
  for_each = local.edge

  name                  = each.key
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.rates[each.value.kind].id

  backend {
    group = google_compute_region_network_endpoint_group.function[each.key].id
  }

  # Answers that call themselves public are kept for the seconds that they say, and no others.
  enable_cdn = each.value.public && each.value.kind == "api"
  dynamic "cdn_policy" {
    for_each = each.value.public && each.value.kind == "api" ? [1] : []
    content {
      cache_mode       = "USE_ORIGIN_HEADERS"
      negative_caching = false
      cache_key_policy {
        include_host         = true
        include_protocol     = true
        include_query_string = true
      }
    }
  }

  log_config {
    enable      = true
    sample_rate = 0.1
  }
}

# The revision that is tagged `candidate`, for smoke tests before it gets traffic. It answers at
# NAME.candidate.DOMAIN: one group for all functions, and the same ingress, rates and checks.
resource "google_compute_region_network_endpoint_group" "candidate" {
  name                  = "candidate"
  region                = var.region
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    url_mask = "<service>.<tag>.${var.domain}"
  }
}

resource "google_compute_backend_service" "candidate" {
  name                  = "candidate"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  security_policy       = google_compute_security_policy.rates["api"].id

  backend {
    group = google_compute_region_network_endpoint_group.candidate.id
  }
}

resource "google_compute_backend_bucket" "frontend" {
  name                  = "frontend"
  bucket_name           = google_storage_bucket.frontend.name
  load_balancing_scheme = "EXTERNAL_MANAGED"
  compression_mode      = "AUTOMATIC"
  enable_cdn            = true

  # Files say how long they live: a year with their hash in the name, not at all without.
  cdn_policy {
    cache_mode       = "USE_ORIGIN_HEADERS"
    negative_caching = false
  }
}

# The outer wall: one address cannot flood a backend. A hall full of people shares one address, so
# these are high; what counts for sign-in is counted per account by the functions.
locals {
  requests_a_minute = { api = 3000, webhook = 6000 }
}

resource "google_compute_security_policy" "rates" {
  for_each = local.requests_a_minute

  name = "rates-${each.key}"
  type = "CLOUD_ARMOR"

  rule {
    priority    = 1000
    action      = "throttle"
    description = "${each.value} requests a minute from one address"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
    rate_limit_options {
      conform_action = "allow"
      exceed_action  = "deny(429)"
      enforce_on_key = "IP"
      rate_limit_threshold {
        count        = each.value
        interval_sec = 60
      }
    }
  }

  rule {
    priority    = 2147483647
    action      = "allow"
    description = "the rest"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }
}

resource "google_compute_global_address" "balancer" {
  for_each = toset(["IPV4", "IPV6"])

  name       = "balancer-${lower(each.key)}"
  ip_version = each.key

  depends_on = [google_project_service.this]
}

resource "google_compute_ssl_policy" "this" {
  name            = "modern"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "this" {
  name            = "accredit"
  url_map         = google_compute_url_map.this.id
  certificate_map = "//certificatemanager.googleapis.com/${google_certificate_manager_certificate_map.this.id}"
  ssl_policy      = google_compute_ssl_policy.this.id
}

resource "google_compute_global_forwarding_rule" "https" {
  for_each = google_compute_global_address.balancer

  name                  = "https-${lower(each.key)}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = each.value.id
  port_range            = "443"
  target                = google_compute_target_https_proxy.this.id
}

resource "google_compute_url_map" "to_https" {
  name = "to-https"
  default_url_redirect {
    https_redirect         = true
    redirect_response_code = "MOVED_PERMANENTLY_DEFAULT"
    strip_query            = false
  }
}

resource "google_compute_target_http_proxy" "to_https" {
  name    = "to-https"
  url_map = google_compute_url_map.to_https.id
}

resource "google_compute_global_forwarding_rule" "http" {
  for_each = google_compute_global_address.balancer

  name                  = "http-${lower(each.key)}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = each.value.id
  port_range            = "80"
  target                = google_compute_target_http_proxy.to_https.id
}
