namespace Switchboard.Gateway.Identity;

/// <summary>Set on each connection by the port that accepted it.</summary>
internal interface ISurfaceFeature
{
    Surface Surface { get; }
}
