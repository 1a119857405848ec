locals {
  apis = [
    "artifactregistry", "billingbudgets", "certificatemanager", "cloudbuild", "cloudresourcemanager",
    "cloudscheduler", "cloudtasks", "compute", "dns", "iam", "iamcredentials", "logging", "monitoring",
    "run", "secretmanager", "servicenetworking", "sqladmin", "storage",
  ]
}

resource "google_project_service" "this" {
  for_each = toset(local.apis)

  service            = "${each.key}.googleapis.com"
  disable_on_destroy = false
}

resource "google_compute_network" "this" {
  name                    = "accredit"
  auto_create_subnetworks = false

  depends_on = [google_project_service.this]
}

# Direct egress takes about two addresses an instance, and more while a revision rolls.
resource "google_compute_subnetwork" "functions" {
  name                     = "functions"
  network                  = google_compute_network.this.id
  ip_cidr_range            = "10.8.0.0/22"
  private_ip_google_access = true
}

# Where Cloud SQL puts its private address.
resource "google_compute_global_address" "services" {
  name          = "google-services"
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  address       = "10.16.0.0"
  prefix_length = 20
  network       = google_compute_network.this.id
}

resource "google_service_networking_connection" "this" {
  network                 = google_compute_network.this.id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.services.name]
}
