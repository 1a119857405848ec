# Every function, from its function.yaml. Nothing about a single function is said in Terraform.

locals {
  manifests = {
    for file in fileset("${path.root}/${var.functions}", "*/function.yaml") :
    dirname(file) => yamldecode(file("${path.root}/${var.functions}/${file}"))
  }

  # What a manifest leaves out; scripts/accredit/src/manifest.rs says the same.
  defaults = {
    routes        = []
    queue         = null
    schedule      = null
    public        = false
    secrets       = []
    uses          = ["database"]
    memory        = "256Mi"
    cpu           = 1
    concurrency   = 40
    max_instances = 3
    timeout       = "30s"
    pool          = 2
    rate          = 50
  }

  functions = {
    for name, manifest in local.manifests : name => merge(local.defaults, manifest, {
      max_instances = min(try(manifest.max_instances, local.defaults.max_instances), coalesce(var.max_instances, 1000))
    })
  }

  # By who calls: the load balancer, a queue or a clock, a release.
  edge     = { for name, function in local.functions : name => function if contains(["api", "webhook"], function.kind) }
  jobs     = { for name, function in local.functions : name => function if function.kind == "job" }
  batches  = { for name, function in local.functions : name => function if function.kind == "batch" }
  services = merge(local.edge, local.jobs)

  using = {
    for resource in ["database", "tasks", "media", "uploads", "certificates", "mail", "frontend", "fonts"] :
    resource => toset([for name, function in local.functions : name if contains(function.uses, resource)])
  }

  # Cloud Run's addresses can be told before a service is there.
  url_suffix = "${data.google_project.this.number}.${var.region}.run.app"

  environment = {
    for name, function in local.functions : name => merge(
      {
        PUBLIC_ORIGIN        = "https://${var.domain}"
        MAIL_DOMAIN          = var.mail_domain
        PUBLIC_LEGAL_NAME    = var.legal.name
        PUBLIC_LEGAL_ADDRESS = var.legal.address
        PUBLIC_LEGAL_TAX_ID  = var.legal.tax_id
        GOOGLE_CLOUD_PROJECT = var.project
        TIMEOUT_SECONDS      = trimsuffix(function.timeout, "s")
      },
      contains(function.uses, "database") ? { POOL = tostring(function.pool) } : {},
      contains(function.uses, "tasks") ? {
        TASKS          = "cloud"
        TASKS_LOCATION = "projects/${var.project}/locations/${var.region}"
        TASKS_TARGET   = "https://{queue}-job-${local.url_suffix}"
        TASKS_INVOKER  = google_service_account.tasks.email
      } : {},
      contains(function.uses, "media") ? { OBJECTS = "gs", MEDIA_BUCKET = google_storage_bucket.media.name } : {},
      contains(function.uses, "certificates") ? { OBJECTS = "gs", CERTIFICATES_BUCKET = google_storage_bucket.certificates.name } : {},
      contains(function.uses, "frontend") ? { FRONTEND = "https://storage.googleapis.com/${google_storage_bucket.frontend.name}" } : {},
    )
  }

  # Cloud Build owns the image; this one only fills the place until the first release.
  first_image = "us-docker.pkg.dev/cloudrun/container/hello"
}

data "google_project" "this" {
  project_id = var.project
}

resource "google_cloud_run_v2_service" "function" {
  for_each = local.services

  name     = each.key
  location = var.region

  # What the load balancer serves is reached in no other way; what a queue or a clock calls keeps
  # its run.app address, which those need, and answers only them.
  ingress              = contains(keys(local.edge), each.key) ? "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" : "INGRESS_TRAFFIC_INTERNAL_ONLY"
  default_uri_disabled = contains(keys(local.edge), each.key)
  # The load balancer sends no identity; these functions check tokens or signatures themselves.
  invoker_iam_disabled = contains(keys(local.edge), each.key)
  custom_audiences     = contains(keys(local.jobs), each.key) ? ["https://${each.key}-${local.url_suffix}"] : []
  deletion_protection  = var.protected

  template {
    service_account                  = google_service_account.function[each.key].email
    timeout                          = each.value.timeout
    max_instance_request_concurrency = each.value.concurrency
    # Starts faster, and the second generation wants 512 MiB.
    execution_environment = "EXECUTION_ENVIRONMENT_GEN1"

    scaling {
      min_instance_count = 0
      max_instance_count = each.value.max_instances
    }

    vpc_access {
      egress = "PRIVATE_RANGES_ONLY"
      network_interfaces {
        network    = google_compute_network.this.id
        subnetwork = google_compute_subnetwork.functions.id
      }
    }

    containers {
      image = local.first_image

      ports {
        container_port = 8080
      }

      resources {
        limits = { cpu = tostring(each.value.cpu), memory = each.value.memory }
        # Not implied any more as soon as there is a block of resources.
        cpu_idle          = true
        startup_cpu_boost = false
      }

      dynamic "env" {
        for_each = local.environment[each.key]
        content {
          name  = env.key
          value = env.value
        }
      }

      dynamic "env" {
        for_each = local.secret_environment[each.key]
        content {
          name = env.key
          value_source {
            secret_key_ref {
              secret  = env.value.secret
              version = env.value.version
            }
          }
        }
      }

      # A job is deployed only if it reaches the database: no smoke test gets at it. What people
      # wait for asks nobody before it listens.
      startup_probe {
        period_seconds    = 1
        timeout_seconds   = 1
        failure_threshold = 30
        http_get {
          path = contains(keys(local.jobs), each.key) ? "/readyz" : "/healthz"
        }
      }

      # Never the database: its hiccup would restart every instance.
      liveness_probe {
        period_seconds    = 30
        timeout_seconds   = 2
        failure_threshold = 3
        http_get {
          path = "/healthz"
        }
      }
    }
  }

  lifecycle {
    # Terraform owns the shape, Cloud Build the image and the traffic. A change of shape is a new
    # revision without traffic; it goes live with the function's next deploy. The revision's name is
    # not ignored: kept, it would be sent again with another shape, which Cloud Run refuses (409).
    ignore_changes = [client, client_version, template[0].containers[0].image, template[0].labels, traffic]

    precondition {
      condition     = length(each.key) <= 30
      error_message = "${each.key}: a service account's name has at most 30 characters."
    }
    precondition {
      condition     = each.value.kind != "job" || (each.value.queue == null) != (each.value.schedule == null)
      error_message = "${each.key}: a job has a queue or a schedule."
    }
  }

  depends_on = [
    google_project_service.this,
    google_secret_manager_secret_iam_binding.database,
    google_secret_manager_secret_iam_binding.value,
  ]
}

resource "google_cloud_run_v2_job" "function" {
  for_each = local.batches

  name                = each.key
  location            = var.region
  deletion_protection = var.protected

  template {
    task_count  = 1
    parallelism = 1

    template {
      service_account       = google_service_account.function[each.key].email
      timeout               = each.value.timeout
      max_retries           = 0
      execution_environment = "EXECUTION_ENVIRONMENT_GEN2"

      vpc_access {
        egress = "PRIVATE_RANGES_ONLY"
        network_interfaces {
          network    = google_compute_network.this.id
          subnetwork = google_compute_subnetwork.functions.id
        }
      }

      containers {
        image = local.first_image

        resources {
          # Jobs run in the second generation only, which wants 512 MiB.
          limits = { cpu = tostring(each.value.cpu), memory = each.value.memory == local.defaults.memory ? "512Mi" : each.value.memory }
        }

        dynamic "env" {
          for_each = local.environment[each.key]
          content {
            name  = env.key
            value = env.value
          }
        }

        dynamic "env" {
          for_each = local.secret_environment[each.key]
          content {
            name = env.key
            value_source {
              secret_key_ref {
                secret  = env.value.secret
                version = env.value.version
              }
            }
          }
        }
      }
    }
  }

  lifecycle {
    ignore_changes = [client, client_version, template[0].template[0].containers[0].image]
  }

  depends_on = [
    google_project_service.this,
    google_secret_manager_secret_iam_binding.database,
    google_secret_manager_secret_iam_binding.value,
  ]
}
