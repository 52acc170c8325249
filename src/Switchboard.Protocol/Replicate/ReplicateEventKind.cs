namespace Switchboard.Protocol.Replicate;

/// <summary>What an event of a prediction is.</summary>
internal enum ReplicateEventKind
{
    /// <summary>Nothing that is known.</summary>
    Other,

    /// <summary>A piece of text, as it is.</summary>
    Output,

    /// <summary>The answer is whole.</summary>
    Done,

    /// <summary>There will be no whole answer.</summary>
    Failure,

    /// <summary>The prediction itself.</summary>
    Prediction,
}
