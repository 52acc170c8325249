namespace Switchboard.Gateway.Routing.Health;

/// <summary>Whether a call may go to a target.</summary>
internal enum CallPass
{
    /// <summary>It may not: the target is left alone.</summary>
    Refused,

    Plain,

    /// <summary>It may, and its end decides whether the target is asked again.</summary>
    Probe,
}
