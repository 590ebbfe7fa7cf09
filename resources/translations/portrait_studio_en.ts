<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>CareCounts</name>
    <message numerus="yes">
        <source>All is well: %Ln picture(s), and every file was read.</source>
        <translation>
            <numerusform>All is well: %Ln picture, and its file was read.</numerusform>
            <numerusform>All is well: %Ln pictures, and every file was read.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All is well: %Ln picture(s), each with its file.</source>
        <translation>
            <numerusform>All is well: %Ln picture, with its file.</numerusform>
            <numerusform>All is well: %Ln pictures, each with its file.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) checked.</source>
        <translation>
            <numerusform>%Ln picture checked.</numerusform>
            <numerusform>%Ln pictures checked.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln finding(s).</source>
        <translation>
            <numerusform>%Ln finding.</numerusform>
            <numerusform>%Ln findings.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the first %Ln file(s) are listed.</source>
        <translation>
            <numerusform>Only the first file is listed.</numerusform>
            <numerusform>Only the first %Ln files are listed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Thumbnails of %Ln deleted picture(s) were removed.</source>
        <translation>
            <numerusform>The thumbnail of %Ln deleted picture was removed.</numerusform>
            <numerusform>Thumbnails of %Ln deleted pictures were removed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Forget %Ln picture(s)?</source>
        <translation>
            <numerusform>Forget this picture?</numerusform>
            <numerusform>Forget %Ln pictures?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>All that is known of %Ln picture(s) leaves the library. No file is touched.</source>
        <translation>
            <numerusform>All that is known of it leaves the library. No file is touched.</numerusform>
            <numerusform>All that is known of them leaves the library. No file is touched.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) forgotten</source>
        <translation>
            <numerusform>%Ln picture forgotten</numerusform>
            <numerusform>%Ln pictures forgotten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Delete %Ln temporary file(s) for good?</source>
        <translation>
            <numerusform>Delete %Ln temporary file for good?</numerusform>
            <numerusform>Delete %Ln temporary files for good?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln temporary file(s) deleted.</source>
        <translation>
            <numerusform>%Ln temporary file deleted.</numerusform>
            <numerusform>%Ln temporary files deleted.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) found and copied back.</source>
        <translation>
            <numerusform>%Ln file found and copied back.</numerusform>
            <numerusform>%Ln files found and copied back.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln file(s) still missing.</source>
        <translation>
            <numerusform>%Ln file still missing.</numerusform>
            <numerusform>%Ln files still missing.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) added to the library.</source>
        <translation>
            <numerusform>%Ln picture added to the library.</numerusform>
            <numerusform>%Ln pictures added to the library.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) that were missing from it were found on the disk and added.</source>
        <translation>
            <numerusform>%Ln picture that was missing from it was found on the disk and added.</numerusform>
            <numerusform>%Ln pictures that were missing from it were found on the disk and added.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>It now has %Ln picture(s).</source>
        <translation>
            <numerusform>It now has %Ln picture.</numerusform>
            <numerusform>It now has %Ln pictures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of %Ln added picture(s), nothing but the file is known.</source>
        <translation>
            <numerusform>Of %Ln added picture, nothing but the file is known.</numerusform>
            <numerusform>Of %Ln added pictures, nothing but the file is known.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CurationCounts</name>
    <message numerus="yes">
        <source>Favourite: %Ln picture(s)</source>
        <translation>
            <numerusform>Favourite: %Ln picture</numerusform>
            <numerusform>Favourite: %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>No favourite: %Ln picture(s)</source>
        <translation>
            <numerusform>No favourite: %Ln picture</numerusform>
            <numerusform>No favourites: %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{stars} for %Ln picture(s)</source>
        <translation>
            <numerusform>{stars} for %Ln picture</numerusform>
            <numerusform>{stars} for %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) moved to Trash</source>
        <translation>
            <numerusform>%Ln picture moved to Trash</numerusform>
            <numerusform>%Ln pictures moved to Trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) restored</source>
        <translation>
            <numerusform>%Ln picture restored</numerusform>
            <numerusform>%Ln pictures restored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Note for %Ln picture(s)</source>
        <translation>
            <numerusform>Note for %Ln picture</numerusform>
            <numerusform>Note for %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{tags} for %Ln picture(s)</source>
        <translation>
            <numerusform>{tags} for %Ln picture</numerusform>
            <numerusform>{tags} for %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{tags} removed from %Ln picture(s)</source>
        <translation>
            <numerusform>{tags} removed from %Ln picture</numerusform>
            <numerusform>{tags} removed from %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) added to {name}</source>
        <translation>
            <numerusform>%Ln picture added to {name}</numerusform>
            <numerusform>%Ln pictures added to {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) removed from {name}</source>
        <translation>
            <numerusform>%Ln picture removed from {name}</numerusform>
            <numerusform>%Ln pictures removed from {name}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{word} is too long: it can have %Ln character(s).</source>
        <translation>
            <numerusform>{word} is too long: it can have %Ln character.</numerusform>
            <numerusform>{word} is too long: it can have %Ln characters.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>These are too many tags. You can add %Ln tag(s) at a time.</source>
        <translation>
            <numerusform>These are too many tags. You can add %Ln tag at a time.</numerusform>
            <numerusform>These are too many tags. You can add %Ln tags at a time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ExportCounts</name>
    <message numerus="yes">
        <source>Export %Ln picture(s)</source>
        <translation>
            <numerusform>Export %Ln picture</numerusform>
            <numerusform>Export %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) in one file</source>
        <translation>
            <numerusform>%Ln picture in one file</numerusform>
            <numerusform>%Ln pictures in one file</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more export(s) waiting</source>
        <translation>
            <numerusform>%Ln more export waiting</numerusform>
            <numerusform>%Ln more exports waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) exported</source>
        <translation>
            <numerusform>%Ln picture exported</numerusform>
            <numerusform>%Ln pictures exported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) skipped, because their names are taken</source>
        <translation>
            <numerusform>%Ln picture skipped, because its name is taken</numerusform>
            <numerusform>%Ln pictures skipped, because their names are taken</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) could not be exported</source>
        <translation>
            <numerusform>%Ln picture could not be exported</numerusform>
            <numerusform>%Ln pictures could not be exported</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Details about %Ln picture(s)</source>
        <translation>
            <numerusform>Details about %Ln picture</numerusform>
            <numerusform>Details about %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>More than %Ln picture(s) can only be dropped on a collection. Export takes any number.</source>
        <translation>
            <numerusform>More than %Ln picture can only be dropped on a collection. Export takes any number.</numerusform>
            <numerusform>More than %Ln pictures can only be dropped on a collection. Export takes any number.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) could not be prepared and were not dragged.</source>
        <translation>
            <numerusform>%Ln picture could not be prepared and was not dragged.</numerusform>
            <numerusform>%Ln pictures could not be prepared and were not dragged.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>GalleryCounts</name>
    <message numerus="yes">
        <source>%Ln picture(s) selected</source>
        <translation>
            <numerusform>%Ln picture selected</numerusform>
            <numerusform>%Ln pictures selected</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ImportCounts</name>
    <message numerus="yes">
        <source>%Ln new</source>
        <translation>
            <numerusform>%Ln new</numerusform>
            <numerusform>%Ln new</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln added</source>
        <translation>
            <numerusform>%Ln added</numerusform>
            <numerusform>%Ln added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln already in your library</source>
        <translation>
            <numerusform>%Ln already in your library</numerusform>
            <numerusform>%Ln already in your library</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln in your library as another version</source>
        <translation>
            <numerusform>%Ln in your library as another version</numerusform>
            <numerusform>%Ln in your library as other versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln cannot be read</source>
        <translation>
            <numerusform>%Ln cannot be read</numerusform>
            <numerusform>%Ln cannot be read</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln added to the library</source>
        <translation>
            <numerusform>%Ln added to the library</numerusform>
            <numerusform>%Ln added to the library</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were already in the library</source>
        <translation>
            <numerusform>%Ln was already in the library</numerusform>
            <numerusform>%Ln were already in the library</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln were in the library as another version</source>
        <translation>
            <numerusform>%Ln was in the library as another version</numerusform>
            <numerusform>%Ln were in the library as other versions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln could not be added</source>
        <translation>
            <numerusform>%Ln could not be added</numerusform>
            <numerusform>%Ln could not be added</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Add all %Ln to library</source>
        <translation>
            <numerusform>Add %Ln to library</numerusform>
            <numerusform>Add all %Ln to library</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Only the first %Ln picture(s) are listed. Import the others afterwards.</source>
        <translation>
            <numerusform>Only the first picture is listed. Import the others afterwards.</numerusform>
            <numerusform>Only the first %Ln pictures are listed. Import the others afterwards.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>and %Ln more</source>
        <translation>
            <numerusform>and %Ln more</numerusform>
            <numerusform>and %Ln more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KitCounts</name>
    <message numerus="yes">
        <source>%Ln picture(s)</source>
        <translation>
            <numerusform>%Ln picture</numerusform>
            <numerusform>%Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln star(s)</source>
        <translation>
            <numerusform>%Ln star</numerusform>
            <numerusform>%Ln stars</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln suggestion(s)</source>
        <translation>
            <numerusform>%Ln suggestion</numerusform>
            <numerusform>%Ln suggestions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{title} (%Ln time(s))</source>
        <translation>
            <numerusform>{title} (%Ln time)</numerusform>
            <numerusform>{title} (%Ln times)</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln more message(s)</source>
        <translation>
            <numerusform>%Ln more message</numerusform>
            <numerusform>%Ln more messages</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {used} of %Ln token(s)</source>
        <translation>
            <numerusform>about {used} of %Ln token</numerusform>
            <numerusform>about {used} of %Ln tokens</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>about {used} of %Ln token(s): the model ignores the rest</source>
        <translation>
            <numerusform>about {used} of %Ln token: the model ignores the rest</numerusform>
            <numerusform>about {used} of %Ln tokens: the model ignores the rest</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>up to %Ln token(s)</source>
        <translation>
            <numerusform>up to %Ln token</numerusform>
            <numerusform>up to %Ln tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>MoneyCounts</name>
    <message numerus="yes">
        <source>The median cost of the last %Ln request(s) with the same model, steps and size.</source>
        <translation>
            <numerusform>The cost of the last request with the same model, steps and size.</numerusform>
            <numerusform>The median cost of the last %Ln requests with the same model, steps and size.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>From the cost of a picture in the last %Ln request(s) with the same model, steps and size.</source>
        <translation>
            <numerusform>From the cost of a picture in the last request with the same model, steps and size.</numerusform>
            <numerusform>From the cost of a picture in the last %Ln requests with the same model, steps and size.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>From the cost of a picture in the last %Ln request(s) with this model and other steps or sizes.</source>
        <translation>
            <numerusform>From the cost of a picture in the last request with this model and other steps or another size.</numerusform>
            <numerusform>From the cost of a picture in the last %Ln requests with this model and other steps or sizes.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>About {amount} for %Ln picture(s)</source>
        <translation>
            <numerusform>About {amount} for %Ln picture</numerusform>
            <numerusform>About {amount} for %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{amount} for %Ln request(s)</source>
        <translation>
            <numerusform>{amount} for %Ln request</numerusform>
            <numerusform>{amount} for %Ln requests</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln request(s) in it were billed and failed.</source>
        <translation>
            <numerusform>%Ln request in it was billed and failed.</numerusform>
            <numerusform>%Ln requests in it were billed and failed.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not in it: %Ln request(s) whose cost {engine} did not report.</source>
        <translation>
            <numerusform>Not in it: %Ln request whose cost {engine} did not report.</numerusform>
            <numerusform>Not in it: %Ln requests whose cost {engine} did not report.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Not in it: %Ln request(s) that may have been billed; this is not known.</source>
        <translation>
            <numerusform>Not in it: %Ln request that may have been billed; this is not known.</numerusform>
            <numerusform>Not in it: %Ln requests that may have been billed; this is not known.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>This library comes from another computer or person, and %Ln job(s) wait in it.</source>
        <translation>
            <numerusform>This library comes from another computer or person, and %Ln job waits in it.</numerusform>
            <numerusform>This library comes from another computer or person, and %Ln jobs wait in it.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QueueCounts</name>
    <message numerus="yes">
        <source>%Ln need(s) you</source>
        <translation>
            <numerusform>%Ln needs you</numerusform>
            <numerusform>%Ln need you</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln running</source>
        <translation>
            <numerusform>%Ln running</numerusform>
            <numerusform>%Ln running</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln waiting</source>
        <translation>
            <numerusform>%Ln waiting</numerusform>
            <numerusform>%Ln waiting</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Offline: %Ln job(s) wait</source>
        <translation>
            <numerusform>Offline: %Ln job waits</numerusform>
            <numerusform>Offline: %Ln jobs wait</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln job(s) selected</source>
        <translation>
            <numerusform>%Ln job selected</numerusform>
            <numerusform>%Ln jobs selected</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) made today</source>
        <translation>
            <numerusform>%Ln picture made today</numerusform>
            <numerusform>%Ln pictures made today</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SelftestCounts</name>
    <message numerus="yes">
        <source>%Ln authorities</source>
        <translation>
            <numerusform>%Ln authority</numerusform>
            <numerusform>%Ln authorities</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{working} of %Ln part(s) work.</source>
        <translation>
            <numerusform>{working} of %Ln part works.</numerusform>
            <numerusform>{working} of %Ln parts work.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln failed.</source>
        <translation>
            <numerusform>%Ln failed.</numerusform>
            <numerusform>%Ln failed.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ShellCounts</name>
    <message numerus="yes">
        <source>%Ln+ picture(s)</source>
        <translation>
            <numerusform>%Ln+ picture</numerusform>
            <numerusform>%Ln+ pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{found} of %Ln picture(s)</source>
        <translation>
            <numerusform>{found} of %Ln picture</numerusform>
            <numerusform>{found} of %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{found}+ of %Ln picture(s)</source>
        <translation>
            <numerusform>{found}+ of %Ln picture</numerusform>
            <numerusform>{found}+ of %Ln pictures</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrashCounts</name>
    <message numerus="yes">
        <source>Send %Ln picture(s) to the system’s trash?</source>
        <translation>
            <numerusform>Send %Ln picture to the system’s trash?</numerusform>
            <numerusform>Send %Ln pictures to the system’s trash?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Send %Ln picture(s)</source>
        <translation>
            <numerusform>Send %Ln picture</numerusform>
            <numerusform>Send %Ln pictures</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Also the %Ln favourite(s) in it</source>
        <translation>
            <numerusform>Also the favourite in it</numerusform>
            <numerusform>Also the %Ln favourites in it</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>With stars: %Ln picture(s).</source>
        <translation>
            <numerusform>With stars: %Ln picture.</numerusform>
            <numerusform>With stars: %Ln pictures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Favourites stay in Trash: %Ln picture(s).</source>
        <translation>
            <numerusform>Favourites stay in Trash: %Ln picture.</numerusform>
            <numerusform>Favourites stay in Trash: %Ln pictures.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s) sent to the system’s trash</source>
        <translation>
            <numerusform>%Ln picture sent to the system’s trash</numerusform>
            <numerusform>%Ln pictures sent to the system’s trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped: %Ln picture(s) sent to the system’s trash</source>
        <translation>
            <numerusform>Stopped: %Ln picture sent to the system’s trash</numerusform>
            <numerusform>Stopped: %Ln pictures sent to the system’s trash</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The files of %Ln picture(s) were gone already.</source>
        <translation>
            <numerusform>The file of %Ln picture was gone already.</numerusform>
            <numerusform>The files of %Ln pictures were gone already.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The system did not take the files of %Ln picture(s). They stay in Trash.</source>
        <translation>
            <numerusform>The system did not take the file of %Ln picture. It stays in Trash.</numerusform>
            <numerusform>The system did not take the files of %Ln pictures. They stay in Trash.</numerusform>
        </translation>
    </message>
</context>
</TS>
