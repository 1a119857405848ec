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

# The order in which the load balancer looks: `terraform output -json rules`.
output "rules" {
  description = "Which addresses go where, first match first."
  value = [
    for rule in one([for matcher in google_compute_url_map.this.path_matcher : matcher if matcher.name == "app"]).route_rules : {
      priority  = rule.priority
      service   = rule.service
      exact     = [for match in rule.match_rules : match.full_path_match if match.full_path_match != null]
      prefixes  = [for match in rule.match_rules : match.prefix_match if match.prefix_match != null]
      templates = [for match in rule.match_rules : match.path_template_match if match.path_template_match != null]
      rewrite   = try(rule.route_action[0].url_rewrite[0].path_template_rewrite, null)
      headers   = { for header in try(rule.header_action[0].response_headers_to_add, []) : header.header_name => header.header_value }
    }
  ]
}

output "owners" {
  description = "Which backend each prefix belongs to."
  value       = { for route, name in local.owners : route => google_compute_backend_service.function[name].id }
}
