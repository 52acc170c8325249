namespace Switchboard.Gateway.Identity;

/// <summary>On an endpoint: the ports that serve it.</summary>
internal sealed record SurfaceMetadata(Surface Surfaces);
