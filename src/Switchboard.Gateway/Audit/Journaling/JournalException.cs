namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>The journal cannot be opened or kept as asked. The message says what to do.</summary>
internal sealed class JournalException : Exception
{
    public JournalException(string message)
        : base(message)
    {
    }

    public JournalException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
