// Every page of a book that has one case with a jot in it, as the tests of all pages go through them.

import assert from 'node:assert/strict';

/**
 * The pages, each with a name for messages and pictures. `public` ones hold no words of anybody and need no key.
 * Numbers are taken from the pages themselves, as a person would follow links.
 */
export async function pages(house) {
    const list = [
        { name: 'today', path: '/' },
        { name: 'jot', path: '/jot' },
        { name: 'cases', path: '/cases' },
        { name: 'people', path: '/people' },
        { name: 'find', path: '/find' },
        { name: 'found', path: '/find?q=oyster' },
        { name: 'hours', path: '/hours' },
        { name: 'settings', path: '/settings' },
        { name: 'bring', path: '/bring' },
        { name: 'api', path: '/api' },
        { name: 'offline', path: '/offline', public: true },
    ];
    const board = (await house.get('/cases')).body;
    const id = /href="\/case\/(\d+)/.exec(board)?.[1];
    if (id === undefined) return list;
    list.push(
        { name: 'jot-more', path: `/jot?case=${id}` },
        { name: 'case', path: `/case/${id}` },
        { name: 'notes', path: `/case/${id}/notes` },
        { name: 'plan', path: `/case/${id}/plan` },
    );
    const notes = (await house.get(`/case/${id}/notes`)).body;
    const note = /href="\/note\/(\d+)"/.exec(notes)?.[1];
    assert.ok(note, 'the notes of a case lead to each note');
    list.push({ name: 'note', path: `/note/${note}` });
    const person = /href="(\/person\/\d+)"/.exec((await house.get('/people')).body)?.[1];
    assert.ok(person, 'the list of people leads to each');
    list.push({ name: 'person', path: person }, { name: 'card', path: `/case/${id}/card/${person.split('/').at(-1)}` });
    return list;
}
