namespace Switchboard.Gateway.Keys;

/// <summary>What each account of a request holds back for it until its true cost is known.</summary>
internal sealed class Reservation
{
    public long Micros { get; set; }

    public long Tokens { get; set; }

    /// <summary>The slot of the token windows that holds <see cref="Tokens"/>.</summary>
    public long TokenSecond { get; set; }

    public bool Entered { get; set; }

    /// <summary>Until when the request may wait for room; null as long as it found some.</summary>
    public DateTimeOffset? WaitsUntil { get; set; }

    /// <summary>What the audit journal holds of it, so that a crash does not forget it.</summary>
    public Audit.Journaling.Reservation? OnRecord { get; set; }
}
