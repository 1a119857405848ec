output "name_servers" {
  description = "Where the parent domain points to."
  value       = google_dns_managed_zone.this.name_servers
}

output "images" {
  description = "Where images are pushed to, before the name of a function."
  value       = "${var.region}-docker.pkg.dev/${var.project}/${google_artifact_registry_repository.functions.repository_id}"
}

output "connections" {
  description = "What the functions may open, and what there is for them (PL-3)."
  value       = { wanted = local.wanted_connections, available = local.available_connections }
}

output "secrets" {
  description = "Secrets that people fill."
  value       = sort(local.secrets)
}

# Who may read what, in one table: `terraform output -json grants`.
output "grants" {
  description = "What each function is given: names of its environment, and where they come from."
  value = {
    for name, function in local.functions : name => {
      uses        = function.uses
      secrets     = sort(local.secrets_of[name])
      environment = sort(concat(keys(local.environment[name]), keys(local.secret_environment[name])))
    }
  }
}
