namespace Switchboard.Protocol.Chat;

/// <summary>Reads one vendor's stream, event by event. Not for two streams, nor for two threads.</summary>
public interface IChatStreamReader
{
    /// <summary>Whether the answer came to its end: after that a closed connection is no failure.</summary>
    bool Finished { get; }

    /// <summary>What differs from one delta of a block to the next.</summary>
    DeltaFields Deltas => DeltaFields.None;

    /// <summary>Reads one event; adds what it says, which may be nothing.</summary>
    /// <param name="eventName">The event's name, or empty.</param>
    /// <param name="data">Its data.</param>
    /// <param name="updates">Where to add.</param>
    void Read(ReadOnlySpan<byte> eventName, ReadOnlySpan<byte> data, List<ChatUpdate> updates);

    /// <summary>The vendor closed the connection: adds what is missing, which is an error where the answer had not ended.</summary>
    /// <param name="updates">Where to add.</param>
    void Complete(List<ChatUpdate> updates);
}
