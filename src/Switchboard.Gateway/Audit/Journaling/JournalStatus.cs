namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>The journal at one moment, for metrics and readiness.</summary>
internal sealed record JournalStatus
{
    public required JournalState State { get; init; }

    public required JournalPressure Pressure { get; init; }

    public required long LastSeq { get; init; }

    public required long ShippedSeq { get; init; }

    public required long UnshippedBytes { get; init; }

    public required long FreeBytes { get; init; }

    /// <summary>Records that wait in memory for the disk.</summary>
    public required int Queued { get; init; }

    public required int OpenReservations { get; init; }

    public required long Appended { get; init; }

    /// <summary>Records that the disk took only later.</summary>
    public required long Retried { get; init; }

    /// <summary>Records that could not even be queued. Anything but zero is an alarm.</summary>
    public required long Refused { get; init; }

    public long Lag => LastSeq - ShippedSeq;
}
