# The zone is made here; whoever owns the parent domain points to its name servers once.

resource "google_dns_managed_zone" "this" {
  name     = "accredit"
  dns_name = "${var.domain}."

  dnssec_config {
    state = "on"
  }

  depends_on = [google_project_service.this]
}

locals {
  candidates = "candidate.${var.domain}"
  addresses  = { IPV4 = "A", IPV6 = "AAAA" }
}

resource "google_dns_record_set" "app" {
  for_each = local.addresses

  managed_zone = google_dns_managed_zone.this.name
  name         = google_dns_managed_zone.this.dns_name
  type         = each.value
  ttl          = 300
  rrdatas      = [google_compute_global_address.balancer[each.key].address]
}

resource "google_dns_record_set" "candidates" {
  for_each = local.addresses

  managed_zone = google_dns_managed_zone.this.name
  name         = "*.${local.candidates}."
  type         = each.value
  ttl          = 300
  rrdatas      = [google_compute_global_address.balancer[each.key].address]
}

resource "google_certificate_manager_dns_authorization" "this" {
  for_each = { app = var.domain, candidates = local.candidates }

  name   = each.key
  domain = each.value

  depends_on = [google_project_service.this]
}

resource "google_dns_record_set" "authorization" {
  for_each = google_certificate_manager_dns_authorization.this

  managed_zone = google_dns_managed_zone.this.name
  name         = each.value.dns_resource_record[0].name
  type         = each.value.dns_resource_record[0].type
  ttl          = 300
  rrdatas      = [each.value.dns_resource_record[0].data]
}

resource "google_certificate_manager_certificate" "this" {
  name = "accredit"
  managed {
    domains            = [var.domain, "*.${local.candidates}"]
    dns_authorizations = [for authorization in google_certificate_manager_dns_authorization.this : authorization.id]
  }
}

resource "google_certificate_manager_certificate_map" "this" {
  name = "accredit"
}

resource "google_certificate_manager_certificate_map_entry" "this" {
  for_each = { app = var.domain, candidates = "*.${local.candidates}" }

  name         = each.key
  map          = google_certificate_manager_certificate_map.this.name
  hostname     = each.value
  certificates = [google_certificate_manager_certificate.this.id]
}
