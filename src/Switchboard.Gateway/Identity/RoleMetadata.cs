using Switchboard.Gateway.Keys;

namespace Switchboard.Gateway.Identity;

/// <summary>On an endpoint: the role that a caller must hold.</summary>
internal sealed record RoleMetadata(Role Role);
