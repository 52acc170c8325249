using Microsoft.AspNetCore.Builder;
using Switchboard.Gateway.Identity;
using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Admin;

internal static class EndpointRoles
{
    /// <summary>Only callers who hold the role, or one that covers it, get in.</summary>
    public static void Needs(this IEndpointConventionBuilder endpoint, Role role) => endpoint.WithMetadata(new RoleMetadata(role));
}
