namespace Switchboard.Gateway.Audit.Journaling;

/// <summary>The folder of the journal, behind the one seam through which the journal touches files, so that tests can make a disk fail.</summary>
internal interface IJournalVolume
{
    long FreeBytes { get; }

    /// <summary>Takes the folder for this process until disposed; throws <see cref="JournalException"/> where another has it.</summary>
    IDisposable Lock();

    IReadOnlyList<string> List();

    /// <summary>Creates a file that must not be there yet.</summary>
    IJournalFile Create(string name);

    /// <summary>Opens a file that must be there.</summary>
    IJournalFile Open(string name, bool writable);

    /// <summary>Puts one file in another's place in one step.</summary>
    void Replace(string name, string target);

    void Delete(string name);

    /// <summary>Memory under a name that outlives the process; null where there is none, and everything is written to files.</summary>
    ISharedMemory? OpenMemory(string name, int size) => null;
}
